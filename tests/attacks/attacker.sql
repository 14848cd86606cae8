-- What somebody has who holds all rights and has read docs/seal.md and docs/looks.md: triggers off and on, and seals made again.
CREATE SCHEMA attacker;

CREATE FUNCTION attacker.triggers_off() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    ALTER TABLE ledger.ledger_events DISABLE TRIGGER ALL;
    ALTER TABLE ledger.ledger_head DISABLE TRIGGER ALL;
    ALTER TABLE vault.look DISABLE TRIGGER ALL;
    ALTER TABLE vault.look_head DISABLE TRIGGER ALL;
END $$;

-- As if nothing had been: each trigger fires again for everybody.
CREATE FUNCTION attacker.triggers_on() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT t.tgrelid::regclass AS place, t.tgname AS name FROM pg_trigger t
        WHERE NOT t.tgisinternal AND t.tgrelid IN (
            'ledger.ledger_events'::regclass, 'ledger.ledger_head'::regclass, 'vault.look'::regclass, 'vault.look_head'::regclass
        )
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', one.place, one.name);
    END LOOP;
END $$;

-- The seal that an entry would have after the one before it.
CREATE FUNCTION attacker.seal_one(place bigint) RETURNS void LANGUAGE sql AS $$
    UPDATE ledger.ledger_events e
    SET seal = ledger.entry_seal(
        coalesce(
            (SELECT b.seal FROM ledger.ledger_events b WHERE b.notification_id < place ORDER BY b.notification_id DESC LIMIT 1),
            (SELECT ledger.genesis_seal(h.ledger_id) FROM ledger.ledger_head h)
        ),
        e.notification_id, e.originator_id, e.originator_version, e.recorded_at, e.topic, e.municipality, e.recorded_by,
        e.intent_key, e.cause, e.state
    )
    WHERE e.notification_id = place
$$;

-- Every seal from an entry on, and the head.
CREATE FUNCTION attacker.seal_from(place bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    next bigint;
BEGIN
    FOR next IN
        SELECT e.notification_id FROM ledger.ledger_events e WHERE e.notification_id >= place ORDER BY e.notification_id
    LOOP
        PERFORM attacker.seal_one(next);
    END LOOP;
    PERFORM attacker.set_head();
END $$;

-- The head as the last entry would have left it.
CREATE FUNCTION attacker.set_head() RETURNS void LANGUAGE sql AS $$
    UPDATE ledger.ledger_head h
    SET
        position = coalesce(last.notification_id, 0),
        seal = coalesce(last.seal, ledger.genesis_seal(h.ledger_id)),
        recorded_at = coalesce(last.recorded_at, 'epoch')
    FROM (SELECT) nothing
    LEFT JOIN (SELECT * FROM ledger.ledger_events ORDER BY notification_id DESC LIMIT 1) last ON true
$$;

-- Everything from a place on moves up or down.
CREATE FUNCTION attacker.move_from(place bigint, by bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ledger.ledger_events SET notification_id = -notification_id WHERE notification_id >= place;
    UPDATE ledger.ledger_events SET notification_id = by - notification_id WHERE notification_id < 0;
END $$;

-- Two entries take each other's place.
CREATE FUNCTION attacker.swap(one bigint, other bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ledger.ledger_events SET notification_id = -1 WHERE notification_id = one;
    UPDATE ledger.ledger_events SET notification_id = one WHERE notification_id = other;
    UPDATE ledger.ledger_events SET notification_id = other WHERE notification_id = -1;
END $$;

-- Words in the fact of an entry, or in its cause, become others.
CREATE FUNCTION attacker.say(place bigint, words text, others text) RETURNS void LANGUAGE sql AS $$
    UPDATE ledger.ledger_events
    SET state = convert_to(replace(convert_from(state, 'UTF8'), words, others), 'UTF8') WHERE notification_id = place
$$;
CREATE FUNCTION attacker.blame(place bigint, words text, others text) RETURNS void LANGUAGE sql AS $$
    UPDATE ledger.ledger_events
    SET cause = convert_to(replace(convert_from(cause, 'UTF8'), words, others), 'UTF8') WHERE notification_id = place
$$;

-- The same for looks.
CREATE FUNCTION attacker.seal_looks(place bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one  record;
    last bytea := coalesce(
        (SELECT l.seal FROM vault.look l WHERE l.position < place ORDER BY l.position DESC LIMIT 1),
        (SELECT vault.look_genesis(h.ledger_id) FROM vault.look_head h)
    );
BEGIN
    FOR one IN SELECT * FROM vault.look l WHERE l.position >= place ORDER BY l.position LOOP
        last := vault.look_seal(
            last, one.position, one.looked_at, one.login, one.actor, one.event, one.subjects, one.found_by, one.purpose,
            one.device, one.result, one.written_in
        );
        UPDATE vault.look SET seal = last WHERE position = one.position;
    END LOOP;
    PERFORM attacker.set_look_head();
END $$;

CREATE FUNCTION attacker.set_look_head() RETURNS void LANGUAGE sql AS $$
    UPDATE vault.look_head h
    SET
        position = coalesce(last.position, 0),
        seal = coalesce(last.seal, vault.look_genesis(h.ledger_id)),
        looked_at = coalesce(last.looked_at, 'epoch')
    FROM (SELECT) nothing
    LEFT JOIN (SELECT * FROM vault.look ORDER BY position DESC LIMIT 1) last ON true
$$;
