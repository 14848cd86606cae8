-- The ledger's database: every role, table, trigger, function and view. Common subset of PostgreSQL 15 to 18.
--
-- `lks db init` applies it as one transaction; a second time it changes nothing. Six parts: roles, the log with its
-- head and seal, the guard that every inserted entry passes, the vault, who may do what, and the read side. docs/seal.md:
-- the seal; docs/roles.md: the roles.
-- Errors that callers tell apart: LK001 a stream moved on, LK002 the intent key is known, LK003 refused by the guard.

------------------------------------------------------------------------------------------------------------------------
-- Roles. None of them logs in; logins are made members. lks_owner owns; lks_app reads and appends everything, projects, and
-- does bulk work; the others see the municipalities of their login only. What each may do: `ledger.privilege`, below.
------------------------------------------------------------------------------------------------------------------------

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY[
        'lks_owner', 'lks_app', 'lks_clerk', 'lks_finance', 'lks_inspector', 'lks_privacy', 'lks_backup'
    ] LOOP
        IF to_regrole(role_name) IS NULL THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        END IF;
    END LOOP;
    IF NOT pg_has_role(current_user, 'lks_owner', 'MEMBER') THEN
        GRANT lks_owner TO CURRENT_USER;
    END IF;
    IF to_regrole('lks_local') IS NOT NULL AND NOT pg_has_role('lks_local', 'lks_app', 'MEMBER') THEN
        GRANT lks_app TO lks_local;
    END IF;
END $$;

CREATE SCHEMA IF NOT EXISTS ledger AUTHORIZATION lks_owner;
CREATE SCHEMA IF NOT EXISTS vault AUTHORIZATION lks_owner;
CREATE SCHEMA IF NOT EXISTS projection AUTHORIZATION lks_owner;
CREATE SCHEMA IF NOT EXISTS projection_next AUTHORIZATION lks_owner;
CREATE SCHEMA IF NOT EXISTS finance AUTHORIZATION lks_owner;
CREATE SCHEMA IF NOT EXISTS inspection AUTHORIZATION lks_owner;

SET ROLE lks_owner;

------------------------------------------------------------------------------------------------------------------------
-- The log
------------------------------------------------------------------------------------------------------------------------

-- One entry a row. notification_id is the position in the log; state and cause are the UTF-8 JSON that was sealed.
-- intent_key and cause stand on the first entry of an append: the cause of an entry is the last one at or before it.
CREATE TABLE IF NOT EXISTS ledger.ledger_events (
    notification_id    bigint      NOT NULL CONSTRAINT ledger_events_position PRIMARY KEY,
    originator_id      uuid        NOT NULL,
    originator_version bigint      NOT NULL,
    recorded_at        timestamptz NOT NULL,
    topic              text        NOT NULL,
    municipality       text        NOT NULL,
    recorded_by        text        NOT NULL,
    intent_key         bytea,
    cause              bytea,
    state              bytea       NOT NULL,
    seal               bytea       NOT NULL,
    CONSTRAINT ledger_events_stream UNIQUE (originator_id, originator_version)
);

CREATE UNIQUE INDEX IF NOT EXISTS ledger_events_intent_key
    ON ledger.ledger_events (intent_key) WHERE intent_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS ledger_events_append
    ON ledger.ledger_events (notification_id) WHERE intent_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS ledger_events_municipality
    ON ledger.ledger_events (municipality, notification_id);
CREATE INDEX IF NOT EXISTS ledger_events_policy
    ON ledger.ledger_events (municipality, notification_id) WHERE topic = 'PolicyAdopted';
CREATE INDEX IF NOT EXISTS ledger_events_closing
    ON ledger.ledger_events (municipality, notification_id) WHERE topic IN ('QuarterSignedOff', 'QuarterReopened');

-- The last entry's position, seal and time. Whoever appends locks this row until it commits, so positions follow
-- the order of commits and a reader that follows the log misses nothing.
CREATE TABLE IF NOT EXISTS ledger.ledger_head (
    only_row    boolean     NOT NULL DEFAULT true PRIMARY KEY CHECK (only_row),
    ledger_id   uuid        NOT NULL,
    position    bigint      NOT NULL,
    seal        bytea       NOT NULL,
    recorded_at timestamptz NOT NULL
) WITH (fillfactor = 10);

-- What can happen. `seconds` names the topic that an entry of this topic agrees with, as a second person (R37).
CREATE TABLE IF NOT EXISTS ledger.topic (
    name    text NOT NULL PRIMARY KEY,
    seconds text REFERENCES ledger.topic (name)
);

INSERT INTO ledger.topic (name, seconds)
VALUES
    ('LedgerOpened', NULL), ('Proposed', NULL), ('Approved', 'Proposed'), ('Declined', NULL),
    ('ValueAdopted', NULL), ('ValueDeclined', NULL), ('PolicyAdopted', NULL),
    ('PersonRegistered', NULL), ('TargetGroupEstablished', NULL), ('TargetGroupRejected', NULL),
    ('TargetGroupEnded', NULL), ('SubsidyOpened', NULL), ('SubsidyClosed', NULL), ('EmployerRegistered', NULL),
    ('AccountApproved', NULL), ('AccountBlocked', NULL),
    ('Applied', NULL), ('DocumentsRequested', NULL), ('DocumentsReceived', NULL), ('MeasurementOrdered', NULL),
    ('Measured', NULL), ('WageValueEstablished', NULL), ('MeasurementWaived', NULL), ('Decided', NULL),
    ('OpeningBooked', NULL), ('Paid', NULL), ('PaymentConfirmed', NULL), ('PaymentReturned', NULL),
    ('PaymentRejected', NULL), ('PaymentHeld', NULL), ('PaymentReleased', NULL), ('Ended', NULL),
    ('RunPrepared', NULL), ('RunApproved', 'RunPrepared'), ('RunExported', NULL), ('FileRejected', NULL),
    ('RunConfirmed', NULL), ('RunWithdrawn', NULL),
    ('StatementImported', NULL), ('BankLineLeft', NULL), ('BankLineMatched', NULL), ('JournalExported', NULL),
    ('OpeningPrepared', NULL), ('OpeningSigned', 'OpeningPrepared'),
    ('Amended', NULL), ('HoursReported', NULL), ('LeaveReported', NULL), ('SicknessReported', NULL), ('Transferred', NULL),
    ('Corrected', NULL), ('ObjectionFiled', NULL), ('ObjectionDecided', NULL), ('Settled', NULL), ('FinallySettled', NULL),
    ('RecoveryAnnounced', NULL), ('RecoveryClaimed', NULL), ('InstalmentsAgreed', NULL), ('RecoveryReceived', NULL),
    ('WrittenOff', NULL), ('QuarterSettled', NULL), ('QuarterSignedOff', NULL), ('QuarterReopened', NULL),
    ('YearSignedOff', NULL), ('PersonMerged', NULL),
    ('Reminded', NULL), ('SetAside', NULL), ('OutcomeDiscussed', NULL), ('EmployeeNotified', NULL), ('DefaultNoticed', NULL),
    ('ExtensionAsked', NULL), ('ExtensionConfirmed', NULL), ('ExtensionDeclined', NULL), ('RemeasurementAgreed', NULL),
    ('Reindexed', NULL), ('LetterSent', NULL), ('TemplateAdopted', NULL), ('ProviderRegistered', NULL),
    ('ExpertRegistered', NULL), ('ExpertCertified', NULL), ('MeasurementAccounted', NULL), ('WageValuesExported', NULL),
    ('StatisticsExported', NULL), ('PersonErased', NULL), ('EmployerErased', NULL), ('ExpertErased', NULL)
ON CONFLICT (name) DO UPDATE SET seconds = excluded.seconds WHERE topic.seconds IS DISTINCT FROM excluded.seconds;

-- `proposed` names the intent that one person proposes and another approves: an entry of this topic stands directly after
-- that approval, in its stream and in the same append (R37).
ALTER TABLE ledger.topic ADD COLUMN IF NOT EXISTS proposed text;
UPDATE ledger.topic t
SET proposed = by_two.intent
FROM (
    VALUES
        ('QuarterSignedOff', 'SignOffQuarter'), ('QuarterReopened', 'ReopenQuarter'), ('YearSignedOff', 'SignOffYear'),
        ('WrittenOff', 'WriteOff'), ('AccountApproved', 'ChangeAccount'), ('BankLineMatched', 'MatchLine'),
        ('PersonErased', 'ErasePerson'), ('EmployerErased', 'EraseEmployer'), ('ExpertErased', 'EraseExpert')
) AS by_two (name, intent)
WHERE t.name = by_two.name AND t.proposed IS DISTINCT FROM by_two.intent;

-- Numbers that people read; a number may be skipped, never used twice.
CREATE SEQUENCE IF NOT EXISTS ledger.case_sequence;
CREATE SEQUENCE IF NOT EXISTS ledger.person_sequence;
CREATE SEQUENCE IF NOT EXISTS ledger.employer_sequence;

------------------------------------------------------------------------------------------------------------------------
-- The seal
------------------------------------------------------------------------------------------------------------------------

-- docs/seal.md, version 1. PostgreSQL sends a time as microseconds since 2000: those seconds later makes it since 1970.
-- The bodies are bound when they are created, so no search_path can change what they mean.
CREATE OR REPLACE FUNCTION ledger.entry_seal(
    previous bytea, place bigint, stream uuid, version bigint, recorded timestamptz,
    topic text, municipality text, recorded_by text, intent_key bytea, cause bytea, state bytea
) RETURNS bytea
    STABLE PARALLEL SAFE
    RETURN sha256(
        '\x01'::bytea || previous
        || (int8send(place) || uuid_send(stream) || int8send(version))
        || timestamptz_send(recorded + interval '946684800 seconds')
        || (int4send(octet_length(topic)) || convert_to(topic, 'UTF8'))
        || (int4send(octet_length(municipality)) || convert_to(municipality, 'UTF8'))
        || (int4send(octet_length(recorded_by)) || convert_to(recorded_by, 'UTF8'))
        || coalesce(int4send(octet_length(intent_key)) || intent_key, '\xffffffff')
        || coalesce(int4send(octet_length(cause)) || cause, '\xffffffff')
        || int4send(octet_length(state)) || state
    );

-- What stands before the first entry: it binds the chain to this ledger.
CREATE OR REPLACE FUNCTION ledger.genesis_seal(ledger_id uuid) RETURNS bytea
    STABLE PARALLEL SAFE
    RETURN sha256(convert_to('lks-ledger-1', 'UTF8') || uuid_send(ledger_id));

-- The first position, from one position through another, that is missing, out of place or not what was sealed; NULL
-- when all is whole. The entry before the first is taken as it is; without an end, the last is compared with the head.
-- The settings keep it one pass in the order of the index, also before the table was analysed.
CREATE OR REPLACE FUNCTION ledger.first_broken_seal(from_position bigint DEFAULT 1, through bigint DEFAULT NULL)
    RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_sort = off SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
    head   ledger.ledger_head;
    start  bytea;
    final  record;
    broken bigint;
BEGIN
    SELECT * INTO head FROM ledger.ledger_head;
    start := CASE
        WHEN from_position = 1 THEN ledger.genesis_seal(head.ledger_id)
        ELSE (SELECT e.seal FROM ledger.ledger_events e WHERE e.notification_id = from_position - 1)
    END;
    SELECT walked.before + 1 INTO broken
    FROM (
        SELECT
            e.notification_id AS place,
            lag(e.notification_id, 1, from_position - 1) OVER walk AS before,
            e.seal,
            ledger.entry_seal(
                lag(e.seal, 1, start) OVER walk, e.notification_id, e.originator_id, e.originator_version,
                e.recorded_at, e.topic, e.municipality, e.recorded_by, e.intent_key, e.cause, e.state
            ) AS computed
        FROM ledger.ledger_events e
        WHERE e.notification_id BETWEEN from_position AND coalesce(through, 9223372036854775807)
        WINDOW walk AS (ORDER BY e.notification_id)
    ) walked
    WHERE walked.place <> walked.before + 1 OR walked.seal IS DISTINCT FROM walked.computed
    ORDER BY walked.place
    LIMIT 1;
    IF broken IS NOT NULL THEN
        RETURN broken;
    END IF;

    SELECT e.notification_id AS place, e.seal INTO final
    FROM ledger.ledger_events e
    WHERE e.notification_id <= coalesce(through, 9223372036854775807)
    ORDER BY e.notification_id DESC
    LIMIT 1;
    IF coalesce(final.place, 0) <> coalesce(through, head.position) THEN
        RETURN least(coalesce(final.place, 0), coalesce(through, head.position)) + 1;
    ELSIF through IS NULL AND coalesce(final.seal, start) IS DISTINCT FROM head.seal THEN
        RETURN head.position;
    END IF;
    RETURN NULL;
END $$;

------------------------------------------------------------------------------------------------------------------------
-- Appending
------------------------------------------------------------------------------------------------------------------------

-- Locks the head until the transaction ends, and gives it. Whoever seals in the client calls this first.
CREATE OR REPLACE FUNCTION ledger.take_head() RETURNS ledger.ledger_head
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    head ledger.ledger_head;
BEGIN
    SELECT * INTO STRICT head FROM ledger.ledger_head FOR UPDATE;
    RETURN head;
END $$;

-- The time of the next entry: the clock's, and never before the last entry's.
CREATE OR REPLACE FUNCTION ledger.recording_time(head_time timestamptz) RETURNS timestamptz
    VOLATILE
    RETURN greatest(clock_timestamp(), head_time);

-- The streams that a cause read at another version than they had before this position. A cause that does not say what
-- was read is an error. A scalar subquery, so that it looks in the index whatever the planner thinks of the log's size.
CREATE OR REPLACE FUNCTION ledger.moved(cause bytea, place bigint) RETURNS TABLE (stream uuid)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT r.stream
    FROM (
        SELECT pair.key::uuid AS stream, pair.value::bigint AS version
        FROM jsonb_each_text(coalesce(convert_from(moved.cause, 'UTF8')::jsonb -> 'read', 'null')) pair
    ) r
    WHERE r.version IS DISTINCT FROM coalesce((
        SELECT e.originator_version FROM ledger.ledger_events e
        WHERE e.originator_id = r.stream AND e.originator_version BETWEEN r.version AND r.version + 1
            AND e.notification_id < moved.place
        ORDER BY e.originator_version DESC
        LIMIT 1
    ), 0);
END;

-- One append in one round trip, sealed here. The guard checks it like any other.
CREATE OR REPLACE FUNCTION ledger.append(
    intent_key bytea, cause bytea,
    streams uuid[], versions bigint[], topics text[], municipalities text[], states bytea[],
    OUT first_position bigint, OUT recorded timestamptz, OUT seals bytea[]
)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    head     ledger.ledger_head;
    previous bytea;
BEGIN
    PERFORM ledger.check_may_record(streams, topics, municipalities, states);
    SELECT * INTO STRICT head FROM ledger.ledger_head FOR UPDATE;
    previous := head.seal;
    IF EXISTS (SELECT FROM ledger.ledger_events e WHERE e.intent_key = append.intent_key) THEN
        RAISE EXCEPTION 'this intent was recorded before' USING ERRCODE = 'LK002';
    END IF;
    first_position := head.position + 1;
    recorded := ledger.recording_time(head.recorded_at);
    FOR i IN 1 .. cardinality(topics) LOOP
        previous := ledger.entry_seal(
            previous, head.position + i, streams[i], versions[i], recorded, topics[i], municipalities[i], session_user,
            CASE WHEN i = 1 THEN intent_key END, CASE WHEN i = 1 THEN cause END, states[i]
        );
        seals[i] := previous;
    END LOOP;
    INSERT INTO ledger.ledger_events (
        notification_id, originator_id, originator_version, recorded_at, topic, municipality, recorded_by,
        intent_key, cause, state, seal
    )
    SELECT
        head.position + s.i, streams[s.i], versions[s.i], recorded, topics[s.i], municipalities[s.i], session_user,
        CASE WHEN s.i = 1 THEN intent_key END, CASE WHEN s.i = 1 THEN cause END, states[s.i], s.seal
    FROM unnest(seals) WITH ORDINALITY AS s (seal, i);
END $$;

------------------------------------------------------------------------------------------------------------------------
-- The guard: what every inserted entry passes, whichever way it came
------------------------------------------------------------------------------------------------------------------------

-- Whether one login may take both steps where two persons are asked: the policy shared_login, as last adopted (R37)
-- before what is being inserted, so that no append can allow itself.
CREATE OR REPLACE FUNCTION ledger.shared_login(municipality text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce((
        SELECT policy.fact ->> 'value' = 'yes'
        FROM (
            SELECT e.municipality, e.notification_id, convert_from(e.state, 'UTF8')::jsonb AS fact
            FROM ledger.ledger_events e
            WHERE e.topic = 'PolicyAdopted' AND e.municipality IN (shared_login.municipality, '')
                AND e.notification_id <= (SELECT h.position FROM ledger.ledger_head h)
        ) policy
        WHERE policy.fact ->> 'switch' = 'shared_login'
        ORDER BY policy.municipality DESC, policy.notification_id DESC
        LIMIT 1
    ), false)
$$;

-- The last day of the last quarter of a municipality that is signed off and was not reopened since, as it is written in a
-- fact: 2026-09-30; NULL when there is none. All before it is closed, too (R22, R34).
CREATE OR REPLACE FUNCTION ledger.closed_through(municipality text) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT left(last.quarter, 4) || (ARRAY['-03-31', '-06-30', '-09-30', '-12-31'])[right(last.quarter, 1)::integer]
    FROM (
        SELECT max(closing.quarter) AS quarter
        FROM (
            SELECT DISTINCT ON (said.quarter) said.quarter, said.topic
            FROM (
                SELECT e.topic, e.notification_id, convert_from(e.state, 'UTF8')::jsonb ->> 'quarter' COLLATE "C" AS quarter
                FROM ledger.ledger_events e
                WHERE e.municipality = closed_through.municipality AND e.topic IN ('QuarterSignedOff', 'QuarterReopened')
            ) said
            ORDER BY said.quarter, said.notification_id DESC
        ) closing
        WHERE closing.topic = 'QuarterSignedOff' AND closing.quarter ~ '^[0-9]{4}Q[1-4]$'
    ) last
$$;

-- Refuses everything inserted by a statement if anything is wrong with one entry of it, and moves the head. It proves
-- order, time and writer; that the content is right is proven by deciding again. The rows must come in the order of
-- their positions. The head stays locked until commit.
CREATE OR REPLACE FUNCTION ledger.guard() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    head     ledger.ledger_head;
    clock    timestamptz;
    earliest timestamptz;
    latest   timestamptz;
    place    bigint;
    fault    text;
BEGIN
    SELECT * INTO STRICT head FROM ledger.ledger_head FOR UPDATE;
    clock := clock_timestamp();
    earliest := greatest(head.recorded_at, clock - interval '60 seconds');
    latest := greatest(head.recorded_at, clock);
    IF clock < head.recorded_at - interval '60 seconds' THEN
        RAISE EXCEPTION 'the clock of the server runs behind the last entry'
            USING ERRCODE = 'LK003', HINT = 'Set the clock right.';
    END IF;

    SELECT checked.notification_id, checked.fault INTO place, fault
    FROM (
        SELECT
            a.notification_id,
            CASE
                WHEN a.notification_id <> head.position + a.place
                    THEN 'its position does not follow the last entry'
                WHEN a.recorded_by <> session_user
                    THEN 'it is not recorded by the login that wrote it'
                WHEN a.recorded_at < a.before_at OR a.recorded_at > latest
                    THEN 'its recorded time is not between the last entry and the clock'
                WHEN known.name IS NULL
                    THEN 'its topic is unknown'
                WHEN a.municipality !~ '^(GM[0-9]{4})?$'
                    THEN 'its municipality is no code of a municipality'
                WHEN (a.intent_key IS NULL) <> (a.cause IS NULL) OR octet_length(a.intent_key) NOT BETWEEN 16 AND 64
                    OR a.cause IS NULL AND a.place = 1
                    THEN 'it begins an append without a proper intent key and cause'
                WHEN jsonb_typeof(convert_from(a.state, 'UTF8')::jsonb) <> 'object'
                    THEN 'its state is not a JSON object'
                WHEN a.seal <> ledger.entry_seal(
                    a.before_seal, a.notification_id, a.originator_id, a.originator_version,
                    a.recorded_at, a.topic, a.municipality, a.recorded_by, a.intent_key, a.cause, a.state
                )
                    THEN 'its seal is not that of its content'
                WHEN a.originator_version <> 1
                    AND (a.originator_id, a.originator_version) IS DISTINCT FROM (a.before_stream, a.before_version + 1)
                    AND coalesce((
                        SELECT e.notification_id FROM ledger.ledger_events e
                        WHERE e.originator_id = a.originator_id AND e.originator_version = a.originator_version - 1
                    ), a.notification_id) >= a.notification_id
                    THEN 'its version does not follow the last one of its stream'
                WHEN known.seconds IS NOT NULL AND NOT coalesce((
                    SELECT e.originator_version < a.originator_version AND e.topic = known.seconds
                        AND e.municipality = a.municipality
                        AND (e.recorded_by <> a.recorded_by OR ledger.shared_login(e.municipality))
                    FROM ledger.ledger_events e
                    WHERE e.originator_id = a.originator_id
                        AND e.originator_version = (convert_from(a.state, 'UTF8')::jsonb ->> 'of')::bigint
                ), false)
                    THEN 'the first step came from the same login, or there is none'
                WHEN known.proposed IS NOT NULL AND (a.cause IS NOT NULL OR NOT coalesce((
                    SELECT agreed.topic = 'Approved' AND agreed.notification_id = a.notification_id - 1
                        AND agreed.municipality = a.municipality
                        AND convert_from(asked.state, 'UTF8')::jsonb ->> 'intent' = known.proposed
                    FROM ledger.ledger_events agreed
                    JOIN ledger.ledger_events asked ON asked.originator_id = agreed.originator_id
                        AND asked.originator_version = (convert_from(agreed.state, 'UTF8')::jsonb ->> 'of')::bigint
                    WHERE agreed.originator_id = a.originator_id AND agreed.originator_version = a.originator_version - 1
                ), false))
                    THEN 'no second person agreed with it'
                WHEN a.cause IS NOT NULL AND EXISTS (SELECT FROM ledger.moved(a.cause, a.notification_id))
                    THEN 'moved'
            END AS fault
        FROM (
            SELECT
                n.*,
                row_number() OVER () AS place,
                lag(n.seal, 1, head.seal) OVER () AS before_seal,
                lag(n.recorded_at, 1, earliest) OVER () AS before_at,
                lag(n.originator_id) OVER () AS before_stream,
                lag(n.originator_version) OVER () AS before_version
            FROM added n
        ) a
        LEFT JOIN ledger.topic known ON known.name = a.topic
        OFFSET 0  -- each fault is looked for once
    ) checked
    WHERE checked.fault IS NOT NULL
    LIMIT 1;
    IF fault = 'moved' THEN
        RAISE EXCEPTION 'a stream that was read has moved on' USING ERRCODE = 'LK001';
    ELSIF fault IS NOT NULL THEN
        RAISE EXCEPTION 'entry % is refused: %', place, fault USING ERRCODE = 'LK003';
    END IF;

    -- What books money says on which day, and that is after every quarter that is closed. Looked up once a municipality.
    WITH closed AS MATERIALIZED (
        SELECT booked.municipality, ledger.closed_through(booked.municipality) AS last_day
        FROM (
            SELECT DISTINCT n.municipality FROM added n WHERE n.topic IN ('Paid', 'Settled', 'QuarterSettled')
        ) booked
    )
    SELECT a.notification_id INTO place
    FROM closed
    JOIN added a ON a.municipality = closed.municipality AND a.topic IN ('Paid', 'Settled', 'QuarterSettled')
    WHERE closed.last_day IS NOT NULL AND NOT coalesce((
        SELECT said.day LIKE '____-__-__' AND said.day COLLATE "C" > closed.last_day AND said.day COLLATE "C" < '9999'
        FROM (SELECT convert_from(a.state, 'UTF8')::jsonb ->> 'booked_on' AS day OFFSET 0) said
    ), false)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % is refused: it books in a quarter that is signed off', place USING ERRCODE = 'LK003';
    END IF;

    UPDATE ledger.ledger_head h
    SET position = last.notification_id, seal = last.seal, recorded_at = last.recorded_at
    FROM (SELECT a.notification_id, a.seal, a.recorded_at FROM added a ORDER BY a.notification_id DESC LIMIT 1) last;
    RETURN NULL;
END $$;

-- What is recorded stays, for everyone.
CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the ledger is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'LK003', HINT = 'Record a correction.';
END $$;

CREATE OR REPLACE TRIGGER append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.ledger_events
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE OR REPLACE TRIGGER guard
    AFTER INSERT ON ledger.ledger_events REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.guard();
CREATE OR REPLACE TRIGGER stays
    BEFORE DELETE OR TRUNCATE ON ledger.ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE OR REPLACE TRIGGER only_forward
    BEFORE UPDATE ON ledger.ledger_head
    FOR EACH ROW WHEN (new.position <= old.position OR new.ledger_id <> old.ledger_id)
    EXECUTE FUNCTION ledger.refuse_change();

ALTER TABLE ledger.ledger_events ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE ledger.ledger_events ENABLE ALWAYS TRIGGER guard;
ALTER TABLE ledger.ledger_head ENABLE ALWAYS TRIGGER stays;
ALTER TABLE ledger.ledger_head ENABLE ALWAYS TRIGGER only_forward;

------------------------------------------------------------------------------------------------------------------------
-- Access per municipality: what a login may see and record. Keyed by session_user, which no SET ROLE changes. The setting
-- lks.municipality narrows it to one municipality and never widens it. No row, no rows (docs/roles.md).
------------------------------------------------------------------------------------------------------------------------

-- Which municipalities a login may see; '*' is all of them. Members of lks_app need no row.
CREATE TABLE IF NOT EXISTS ledger.access (
    login        text        NOT NULL,
    municipality text        NOT NULL CHECK (municipality = '*' OR municipality ~ '^GM[0-9]{4}$'),
    granted_at   timestamptz NOT NULL DEFAULT now(),
    granted_by   text        NOT NULL DEFAULT session_user,
    PRIMARY KEY (login, municipality)
);

-- Which role may record what, through ledger.append: facts by topic, and what is proposed or answered by the intent that waits
-- (R37). `everywhere`: what counts for every municipality is recorded by who has access to all. lks_app may record all.
CREATE TABLE IF NOT EXISTS ledger.recording (
    role       text    NOT NULL,
    kind       text    NOT NULL CHECK (kind IN ('topic', 'proposal')),
    name       text    NOT NULL,
    everywhere boolean NOT NULL DEFAULT false,
    PRIMARY KEY (role, kind, name)
);

DELETE FROM ledger.recording;
INSERT INTO ledger.recording (role, kind, name, everywhere)
SELECT given.role, given.kind, named.name, given.everywhere
FROM (
    VALUES
        ('lks_clerk', 'topic', false, ARRAY[
            'PersonRegistered', 'PersonMerged', 'TargetGroupEstablished', 'TargetGroupRejected', 'TargetGroupEnded',
            'SubsidyOpened', 'SubsidyClosed', 'EmployerRegistered', 'Applied', 'DocumentsRequested', 'DocumentsReceived',
            'Reminded', 'SetAside', 'OutcomeDiscussed', 'EmployeeNotified', 'DefaultNoticed', 'LetterSent', 'TemplateAdopted',
            'ProviderRegistered', 'ExpertRegistered', 'ExpertCertified', 'MeasurementOrdered', 'Measured',
            'MeasurementAccounted', 'MeasurementWaived', 'WageValueEstablished', 'RemeasurementAgreed', 'Decided', 'Amended',
            'HoursReported', 'LeaveReported', 'SicknessReported', 'ExtensionAsked', 'ExtensionConfirmed',
            'ExtensionDeclined', 'Transferred', 'Corrected', 'ObjectionFiled', 'ObjectionDecided', 'PaymentHeld',
            'PaymentReleased', 'Ended', 'FinallySettled', 'RecoveryAnnounced', 'RecoveryClaimed', 'Reindexed',
            'OpeningPrepared', 'OpeningBooked', 'WageValuesExported', 'StatisticsExported'
        ]),
        ('lks_clerk', 'proposal', false, ARRAY[
            'Grant', 'Extend', 'Amend', 'DecideObjection', 'Correct', 'WithdrawEntry', 'CorrectPerson', 'CorrectEmployer',
            'MergePersons', 'MoveCases', 'CorrectTargetGroup', 'WithdrawTargetGroup', 'ChangeAccount'
        ]),
        ('lks_finance', 'topic', false, ARRAY[
            'RunPrepared', 'RunApproved', 'RunExported', 'RunConfirmed', 'RunWithdrawn', 'FileRejected', 'Paid',
            'PaymentConfirmed', 'PaymentReturned', 'PaymentRejected', 'PaymentHeld', 'PaymentReleased', 'AccountApproved',
            'AccountBlocked', 'StatementImported', 'BankLineLeft', 'BankLineMatched', 'JournalExported', 'OpeningSigned',
            'Settled', 'FinallySettled', 'QuarterSettled', 'QuarterSignedOff', 'QuarterReopened', 'YearSignedOff',
            'RecoveryAnnounced', 'RecoveryClaimed', 'InstalmentsAgreed', 'RecoveryReceived', 'WrittenOff', 'Reindexed',
            'LetterSent'
        ]),
        ('lks_finance', 'proposal', false, ARRAY[
            'ChangeAccount', 'MatchLine', 'WithdrawRun', 'WriteOff', 'SignOffQuarter', 'ReopenQuarter', 'SignOffYear'
        ]),
        ('lks_finance', 'topic', true, ARRAY['ValueAdopted', 'ValueDeclined', 'PolicyAdopted']),
        ('lks_finance', 'proposal', true, ARRAY['AdoptValues', 'DeclineValue', 'AdoptPolicy']),
        ('lks_privacy', 'topic', false, ARRAY['PersonErased', 'EmployerErased', 'ExpertErased']),
        ('lks_privacy', 'proposal', false, ARRAY['ErasePerson', 'EraseEmployer', 'EraseExpert'])
) AS given (role, kind, everywhere, names)
CROSS JOIN LATERAL unnest(given.names) AS named (name);

-- Whether this session sees every municipality. Asked once a query: every view holds it as a subquery of its own.
CREATE OR REPLACE FUNCTION ledger.sees_everything() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(current_setting('lks.municipality', true), '') = '' AND (
        pg_has_role(session_user, 'lks_app', 'MEMBER') OR pg_has_role(session_user, 'lks_owner', 'MEMBER')
        OR EXISTS (SELECT FROM ledger.access a WHERE a.login = session_user AND a.municipality = '*')
    )
$$;

-- What it sees else: the municipalities of its login, or the one of them that the setting names; and '', what belongs to none
-- of them (law, policy for all, employers, experts). Empty for a login without access, and for one that sees everything.
CREATE OR REPLACE FUNCTION ledger.municipalities() RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN count(*) = 0 THEN ARRAY[]::text[] ELSE array_agg(place.name) || ''::text END
    FROM (
        SELECT a.municipality AS name
        FROM ledger.access a
        WHERE a.login = session_user AND a.municipality <> '*'
            AND a.municipality = coalesce(nullif(current_setting('lks.municipality', true), ''), a.municipality)
        UNION
        SELECT asked.name
        FROM (SELECT current_setting('lks.municipality', true) AS name) asked
        WHERE asked.name ~ '^GM[0-9]{4}$' AND (
            pg_has_role(session_user, 'lks_app', 'MEMBER') OR pg_has_role(session_user, 'lks_owner', 'MEMBER')
            OR EXISTS (SELECT FROM ledger.access a WHERE a.login = session_user AND a.municipality = '*')
        )
    ) place
    WHERE NOT ledger.sees_everything()
$$;

CREATE INDEX IF NOT EXISTS ledger_events_bank
    ON ledger.ledger_events (originator_id) WHERE topic IN ('StatementImported', 'BankLineLeft') AND originator_version = 1;

-- The municipalities that ever chose to pay from an account; '' where all of them did.
CREATE OR REPLACE FUNCTION ledger.paying_from(account text) RETURNS text[]
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(DISTINCT choice.municipality), ARRAY[]::text[])
    FROM (
        SELECT e.municipality, convert_from(e.state, 'UTF8')::jsonb AS fact
        FROM ledger.ledger_events e
        WHERE e.topic = 'PolicyAdopted'
    ) choice
    WHERE choice.fact ->> 'switch' = 'paying_account' AND split_part(choice.fact ->> 'value', ' ', 1) = paying_from.account
$$;

-- The account of a stream, by IBAN; NULL for any other stream.
CREATE OR REPLACE FUNCTION ledger.account_of(stream uuid) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT convert_from(e.state, 'UTF8')::jsonb ->> 'account'
    FROM ledger.ledger_events e
    WHERE e.originator_id = account_of.stream AND e.originator_version = 1
        AND e.topic IN ('StatementImported', 'BankLineLeft')
$$;

-- Accounts stand in the log under no municipality: those that none of this session's municipalities pays from.
CREATE OR REPLACE FUNCTION ledger.hidden_streams() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(e.originator_id), ARRAY[]::uuid[])
    FROM ledger.ledger_events e
    WHERE e.topic IN ('StatementImported', 'BankLineLeft') AND e.originator_version = 1
        AND NOT ledger.sees_everything()
        AND NOT ledger.paying_from(ledger.account_of(e.originator_id)) && ledger.municipalities()
$$;

-- Every municipality of which something is recorded that this session may see.
CREATE OR REPLACE FUNCTION ledger.places() RETURNS TABLE (municipality text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    WITH RECURSIVE found (municipality) AS (
        SELECT min(e.municipality) FROM ledger.ledger_events e
        UNION ALL
        SELECT (SELECT min(e.municipality) FROM ledger.ledger_events e WHERE e.municipality > f.municipality)
        FROM found f
        WHERE f.municipality IS NOT NULL
    )
    SELECT f.municipality
    FROM found f
    WHERE f.municipality IS NOT NULL
        AND ((SELECT ledger.sees_everything()) OR f.municipality = ANY ((SELECT ledger.municipalities())::text[]))
    ORDER BY f.municipality
$$;

-- Refuses what this session may not record. Who may append anything is asked nothing.
CREATE OR REPLACE FUNCTION ledger.check_may_record(streams uuid[], topics text[], municipalities text[], states bytea[])
    RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    everything boolean;
    places     text[];
    fault      text;
BEGIN
    IF pg_has_role(session_user, 'lks_app', 'MEMBER') THEN
        RETURN;
    END IF;
    everything := ledger.sees_everything();
    places := ledger.municipalities();
    SELECT
        CASE
            WHEN NOT (everything OR d.municipality = ANY (places))
                THEN format('%s has no access to %s', session_user, coalesce(nullif(d.municipality, ''), 'any municipality'))
            WHEN d.everywhere IS NULL
                THEN format('%s may not record %s', session_user, concat(d.topic, ' of ' || d.intent))
            WHEN d.everywhere AND d.municipality = '' AND NOT everything
                THEN format('%s counts for every municipality, and %s has access to some', d.topic, session_user)
            ELSE format('%s has no access to every municipality that pays from the account', session_user)
        END INTO fault
    FROM (
        SELECT e.*, (
            SELECT bool_and(r.everywhere)
            FROM ledger.recording r
            WHERE r.kind = CASE WHEN e.topic IN ('Proposed', 'Approved', 'Declined') THEN 'proposal' ELSE 'topic' END
                AND r.name = CASE WHEN e.topic IN ('Proposed', 'Approved', 'Declined') THEN e.intent ELSE e.topic END
                AND pg_has_role(session_user, r.role, 'MEMBER')
        ) AS everywhere
        FROM (
            SELECT
                a.stream,
                a.topic,
                a.municipality,
                a.place,
                CASE
                    WHEN a.topic = 'Proposed' THEN convert_from(a.state, 'UTF8')::jsonb ->> 'intent'
                    WHEN a.topic IN ('Approved', 'Declined') THEN (
                        SELECT convert_from(p.state, 'UTF8')::jsonb ->> 'intent'
                        FROM ledger.ledger_events p
                        WHERE p.originator_id = a.stream AND p.topic = 'Proposed'
                            AND p.originator_version = (convert_from(a.state, 'UTF8')::jsonb ->> 'of')::bigint
                    )
                END AS intent,
                CASE
                    WHEN a.municipality <> '' THEN NULL
                    WHEN a.topic IN ('StatementImported', 'BankLineLeft')
                        THEN coalesce(convert_from(a.state, 'UTF8')::jsonb ->> 'account', '')
                    ELSE ledger.account_of(a.stream)
                END AS account
            FROM unnest(streams, topics, municipalities, states) WITH ORDINALITY
                AS a (stream, topic, municipality, state, place)
        ) e
    ) d
    WHERE NOT (everything OR coalesce(d.municipality = ANY (places), false)) OR d.everywhere IS NULL
        OR d.everywhere AND d.municipality = '' AND NOT everything
        OR d.account IS NOT NULL AND NOT everything
            AND (ledger.paying_from(d.account) = '{}' OR NOT ledger.paying_from(d.account) <@ array_remove(places, ''))
    ORDER BY d.place
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'nothing is recorded: %', fault
            USING ERRCODE = 'LK003', HINT = 'Ask somebody whose role and municipalities allow it (docs/roles.md).';
    END IF;
END $$;

------------------------------------------------------------------------------------------------------------------------
-- To read the log: by row and as JSON, as far as the session may see it. lks_app reads the table itself in bulk.
------------------------------------------------------------------------------------------------------------------------

-- The rows of the log that this session may see, as they were sealed.
CREATE OR REPLACE VIEW ledger.log WITH (security_barrier) AS
SELECT e.* FROM ledger.ledger_events e WHERE (SELECT ledger.sees_everything())
UNION ALL
SELECT e.* FROM ledger.ledger_events e
WHERE e.municipality = ANY ((SELECT ledger.municipalities())::text[])
    AND e.originator_id <> ALL ((SELECT ledger.hidden_streams())::uuid[]);

-- Every entry with its fact, and the cause of the append that it belongs to. Where that append began in a municipality that the
-- session may not see, the cause says who and why, and not what.
CREATE OR REPLACE VIEW ledger.entries WITH (security_barrier) AS
SELECT
    e.notification_id AS position,
    e.originator_id AS stream,
    e.originator_version AS version,
    e.topic,
    convert_from(e.state, 'UTF8')::jsonb AS fact,
    e.municipality,
    e.recorded_at,
    e.recorded_by,
    c.notification_id AS append_position,
    c.intent_key,
    convert_from(c.cause, 'UTF8')::jsonb - CASE WHEN c.seen THEN ARRAY[]::text[] ELSE ARRAY['fields', 'read'] END AS cause,
    e.seal
FROM ledger.ledger_events e
CROSS JOIN LATERAL (
    SELECT
        f.notification_id,
        f.intent_key,
        f.cause,
        (SELECT ledger.sees_everything())
            OR f.municipality = ANY ((SELECT ledger.municipalities())::text[])
                AND f.originator_id <> ALL ((SELECT ledger.hidden_streams())::uuid[]) AS seen
    FROM ledger.ledger_events f
    WHERE f.intent_key IS NOT NULL AND f.notification_id <= e.notification_id
    ORDER BY f.notification_id DESC
    LIMIT 1
) c
WHERE (SELECT ledger.sees_everything())
    OR e.municipality = ANY ((SELECT ledger.municipalities())::text[])
        AND e.originator_id <> ALL ((SELECT ledger.hidden_streams())::uuid[]);

-- A page of what this session may see, in order: so many rows past a position, of some topics, of one municipality. A barrier
-- lets no order and no limit through, so this is a function.
CREATE OR REPLACE FUNCTION ledger.page(
    after bigint, through bigint, topics text[], of_municipality text, size integer
) RETURNS SETOF ledger.ledger_events
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    everything boolean := ledger.sees_everything();
    places     text[]  := ledger.municipalities();
    hidden     uuid[]  := ledger.hidden_streams();
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT e.* FROM ledger.ledger_events e
        WHERE e.notification_id > $1 AND e.notification_id <= $2 %s %s %s
        ORDER BY e.notification_id
        LIMIT $5',
        CASE WHEN everything THEN '' ELSE 'AND e.municipality = ANY ($6) AND e.originator_id <> ALL ($7)' END,
        CASE WHEN of_municipality IS NULL THEN '' ELSE 'AND e.municipality = $4' END,
        CASE WHEN topics IS NULL THEN '' ELSE 'AND e.topic = ANY ($3)' END
    ) USING after, through, topics, of_municipality, size, places, hidden;
END $$;

-- Why an entry that this session may see was recorded: the cause of its append, as in ledger.entries.
CREATE OR REPLACE FUNCTION ledger.cause_at(place bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN ledger.sees_everything()
            OR f.municipality = ANY (ledger.municipalities()) AND f.originator_id <> ALL (ledger.hidden_streams())
            THEN f.cause
        ELSE convert_to((convert_from(f.cause, 'UTF8')::jsonb || '{"fields": {}, "read": {}}')::text, 'UTF8')
    END
    FROM ledger.ledger_events f
    WHERE f.intent_key IS NOT NULL AND f.notification_id <= cause_at.place AND EXISTS (
        SELECT
        FROM ledger.ledger_events e
        WHERE e.notification_id = cause_at.place AND (
            ledger.sees_everything()
            OR e.municipality = ANY (ledger.municipalities()) AND e.originator_id <> ALL (ledger.hidden_streams())
        )
    )
    ORDER BY f.notification_id DESC
    LIMIT 1
$$;

-- What of an append, by its intent key, this session may see.
CREATE OR REPLACE FUNCTION ledger.appended(key bytea) RETURNS SETOF ledger.ledger_events
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT e.*
    FROM ledger.ledger_events e
    WHERE e.notification_id >= (SELECT f.notification_id FROM ledger.ledger_events f WHERE f.intent_key = appended.key)
        AND e.notification_id < coalesce((
            SELECT min(n.notification_id)
            FROM ledger.ledger_events n
            WHERE n.intent_key IS NOT NULL AND n.notification_id > (
                SELECT f.notification_id FROM ledger.ledger_events f WHERE f.intent_key = appended.key
            )
        ), 9223372036854775807)
        AND (
            ledger.sees_everything()
            OR e.municipality = ANY (ledger.municipalities()) AND e.originator_id <> ALL (ledger.hidden_streams())
        )
    ORDER BY e.notification_id
$$;

-- The position of the last entry that was recorded by then, seen or not; 0 before the first.
CREATE OR REPLACE FUNCTION ledger.position_at(moment timestamptz) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce((
        SELECT e.notification_id
        FROM ledger.ledger_events e
        WHERE e.recorded_at <= position_at.moment
        ORDER BY e.notification_id DESC
        LIMIT 1
    ), 0)
$$;

-- The seals of the log, of every municipality: they say nothing of what they are of, and prove that one's own part is in it.
CREATE OR REPLACE FUNCTION ledger.seals(after bigint, through bigint) RETURNS TABLE (place bigint, seal bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT e.notification_id, e.seal
    FROM ledger.ledger_events e
    WHERE e.notification_id > seals.after AND e.notification_id <= seals.through
    ORDER BY e.notification_id
$$;

-- Where the append begins that an entry belongs to, by position: a position only.
CREATE OR REPLACE FUNCTION ledger.begin_of(place bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT f.notification_id
    FROM ledger.ledger_events f
    WHERE f.intent_key IS NOT NULL AND f.notification_id <= begin_of.place
    ORDER BY f.notification_id DESC
    LIMIT 1
$$;

-- The versions of streams of which this session may see the first entry: the true ones, whether it sees the last or not.
-- 0 for any other.
CREATE OR REPLACE FUNCTION ledger.versions(streams uuid[]) RETURNS TABLE (stream uuid, version bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT asked.stream, coalesce((
        SELECT e.originator_version
        FROM ledger.ledger_events e
        WHERE e.originator_id = asked.stream AND EXISTS (
            SELECT
            FROM ledger.ledger_events f
            WHERE f.originator_id = asked.stream AND f.originator_version = 1 AND (
                ledger.sees_everything()
                OR f.municipality = ANY (ledger.municipalities()) AND f.originator_id <> ALL (ledger.hidden_streams())
            )
        )
        ORDER BY e.originator_version DESC
        LIMIT 1
    ), 0)
    FROM unnest(versions.streams) AS asked (stream)
$$;

------------------------------------------------------------------------------------------------------------------------
-- The vault: keys of persons, wrapped; what they are found by, as keyed hashes. Rows here can be destroyed.
------------------------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS vault.key (
    key_id         uuid        NOT NULL PRIMARY KEY,
    subject        text        NOT NULL UNIQUE,
    wrapped        bytea       NOT NULL,
    master_version integer     NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS vault.lookup (
    kind    text  NOT NULL,
    hmac    bytea NOT NULL,
    subject text  NOT NULL,
    PRIMARY KEY (kind, hmac, subject)
);

CREATE UNIQUE INDEX IF NOT EXISTS lookup_one_person_a_bsn ON vault.lookup (hmac) WHERE kind = 'bsn';
CREATE UNIQUE INDEX IF NOT EXISTS lookup_one_employer_a_payroll ON vault.lookup (hmac) WHERE kind = 'payroll';

CREATE TABLE IF NOT EXISTS vault.secret (
    name           text    NOT NULL PRIMARY KEY,
    wrapped        bytea   NOT NULL,
    master_version integer NOT NULL
);

-- Where the key's subject stands in the log: the stream that begins with the registration of that person or employer.
-- It proves of which municipality the subject is; vault.may_look reads it.
ALTER TABLE vault.key ADD COLUMN IF NOT EXISTS stream uuid;
DO $$
BEGIN
    IF EXISTS (SELECT FROM vault.key k WHERE k.stream IS NULL AND k.wrapped <> '' AND k.subject ~ '^[PW]-') THEN
        UPDATE vault.key k
        SET stream = e.originator_id
        FROM ledger.ledger_events e
        WHERE k.stream IS NULL AND k.wrapped <> '' AND e.topic IN ('PersonRegistered', 'EmployerRegistered')
            AND k.subject = coalesce(
                convert_from(e.state, 'UTF8')::jsonb ->> 'person', convert_from(e.state, 'UTF8')::jsonb ->> 'employer'
            );
    END IF;
END $$;

------------------------------------------------------------------------------------------------------------------------
-- Looks: who looked at whom, why, when, what, from where, with what result (BIO2 8.15.01), sealed one after another.
-- docs/looks.md. A chain of its own, under a lock of its own: an append to the ledger never waits for it, nor it for one.
------------------------------------------------------------------------------------------------------------------------

-- What can be logged. A name never changes its meaning, for looks are kept.
CREATE TABLE IF NOT EXISTS vault.look_event (
    name    text NOT NULL PRIMARY KEY,
    meaning text NOT NULL
);

INSERT INTO vault.look_event (name, meaning)
VALUES
    ('found', 'somebody searched by a BSN, a name or a number of somebody; the subjects are those who were found'),
    ('opened', 'the keys of the subjects were given, so what is sealed about them could be read'),
    ('sealed', 'the keys of the subjects were given to seal more about them'),
    ('exported', 'all that is held of the subject was written to a file'),
    ('erased', 'the keys of the subjects were destroyed, and what they were found by'),
    ('key_rotated', 'the keys of the subjects were locked with another master key'),
    ('backed_up', 'the locked keys of the subjects were copied to a backup; no subjects: those of everybody'),
    ('restored', 'the locked keys were put back from a backup'),
    ('access_granted', 'a login, the subject, was given access to persons'),
    ('access_revoked', 'access to persons was taken from a login, the subject'),
    ('sampled', 'the subjects were drawn in a sample and their file was written out')
ON CONFLICT (name) DO UPDATE SET meaning = excluded.meaning WHERE look_event.meaning <> excluded.meaning;

-- One look a row: at one subject, or at all those of one step of a command. `written_in` is the transaction that wrote it.
CREATE TABLE IF NOT EXISTS vault.look (
    position   bigint      NOT NULL CONSTRAINT look_position PRIMARY KEY,
    looked_at  timestamptz NOT NULL,
    login      text        NOT NULL,
    actor      text        NOT NULL CONSTRAINT look_actor CHECK (length(actor) <= 100),
    event      text        NOT NULL REFERENCES vault.look_event (name),
    subjects   text[]      NOT NULL,
    found_by   text        NOT NULL,
    purpose    text        NOT NULL
        CONSTRAINT look_purpose CHECK (length(purpose) BETWEEN 1 AND 200 AND purpose !~ '[0-9]{8}'),
    device     text        NOT NULL CONSTRAINT look_device CHECK (length(device) BETWEEN 1 AND 200),
    result     text        NOT NULL CONSTRAINT look_result CHECK (result IN ('given', 'nothing', 'refused', 'done')),
    written_in bigint      NOT NULL,
    seal       bytea       NOT NULL
);

CREATE INDEX IF NOT EXISTS look_at ON vault.look (looked_at);
CREATE INDEX IF NOT EXISTS look_subjects ON vault.look USING gin (subjects) WITH (fastupdate = on);

-- The last look's position, seal and time; whoever looks locks this row until it commits, and no row of the ledger.
CREATE TABLE IF NOT EXISTS vault.look_head (
    only_row  boolean     NOT NULL DEFAULT true PRIMARY KEY CHECK (only_row),
    ledger_id uuid        NOT NULL,
    position  bigint      NOT NULL,
    seal      bytea       NOT NULL,
    looked_at timestamptz NOT NULL
) WITH (fillfactor = 10);

CREATE OR REPLACE TRIGGER append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON vault.look
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE OR REPLACE TRIGGER stays
    BEFORE DELETE OR TRUNCATE ON vault.look_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE OR REPLACE TRIGGER only_forward
    BEFORE UPDATE ON vault.look_head
    FOR EACH ROW WHEN (new.position <= old.position OR new.ledger_id <> old.ledger_id)
    EXECUTE FUNCTION ledger.refuse_change();

ALTER TABLE vault.look ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE vault.look_head ENABLE ALWAYS TRIGGER stays;
ALTER TABLE vault.look_head ENABLE ALWAYS TRIGGER only_forward;

-- What stands before the first look: it binds the chain to this ledger.
CREATE OR REPLACE FUNCTION vault.look_genesis(ledger_id uuid) RETURNS bytea
    STABLE PARALLEL SAFE
    RETURN sha256(convert_to('lks-looks-1', 'UTF8') || uuid_send(ledger_id));

-- docs/looks.md, version 1; encoded as the seal of an entry is, subjects as their number and each framed.
CREATE OR REPLACE FUNCTION vault.look_seal(
    previous bytea, place bigint, looked_at timestamptz, login text, actor text, event text, subjects text[],
    found_by text, purpose text, device text, result text, written_in bigint
) RETURNS bytea
    STABLE PARALLEL SAFE
    RETURN sha256(
        '\x01'::bytea || previous || int8send(place)
        || timestamptz_send(looked_at + interval '946684800 seconds')
        || (int4send(octet_length(login)) || convert_to(login, 'UTF8'))
        || (int4send(octet_length(actor)) || convert_to(actor, 'UTF8'))
        || (int4send(octet_length(event)) || convert_to(event, 'UTF8'))
        || int4send(cardinality(subjects)) || coalesce((
            SELECT string_agg(int4send(octet_length(s.name)) || convert_to(s.name, 'UTF8'), ''::bytea ORDER BY s.n)
            FROM unnest(subjects) WITH ORDINALITY AS s (name, n)
        ), '')
        || (int4send(octet_length(found_by)) || convert_to(found_by, 'UTF8'))
        || (int4send(octet_length(purpose)) || convert_to(purpose, 'UTF8'))
        || (int4send(octet_length(device)) || convert_to(device, 'UTF8'))
        || (int4send(octet_length(result)) || convert_to(result, 'UTF8'))
        || int8send(written_in)
    );

-- Writes one look; for the functions below only. It is on the disk before anybody learns what was looked at.
CREATE OR REPLACE FUNCTION vault.write_look(
    event text, subjects text[], found_by text, actor text, purpose text, device text, result text
) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    head   vault.look_head;
    moment timestamptz;
    inside bigint := pg_current_xact_id()::text::bigint;
    sealed bytea;
BEGIN
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    SELECT * INTO STRICT head FROM vault.look_head FOR UPDATE;
    moment := greatest(clock_timestamp(), head.looked_at);
    sealed := vault.look_seal(
        head.seal, head.position + 1, moment, session_user, actor, event, subjects, found_by, purpose, device, result, inside
    );
    INSERT INTO vault.look (
        position, looked_at, login, actor, event, subjects, found_by, purpose, device, result, written_in, seal
    )
    VALUES (
        head.position + 1, moment, session_user, actor, event, subjects, found_by, purpose, device, result, inside, sealed
    );
    UPDATE vault.look_head h SET position = head.position + 1, seal = sealed, looked_at = moment;
    RETURN head.position + 1;
END $$;

-- The municipality of a subject, proven by the first entry of its stream; '' of who belongs to none, NULL when nothing proves it.
CREATE OR REPLACE FUNCTION vault.municipality_of(subject text, stream uuid) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN municipality_of.subject NOT LIKE 'P-%' THEN ''
        ELSE (
            SELECT e.municipality FROM ledger.ledger_events e
            WHERE e.originator_id = municipality_of.stream AND e.originator_version = 1 AND e.topic = 'PersonRegistered'
                AND convert_from(e.state, 'UTF8')::jsonb ->> 'person' = municipality_of.subject
        )
    END
$$;

-- Whether the login may look at this subject at all. The only place that says so.
CREATE OR REPLACE FUNCTION vault.may_look(subject text, stream uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT pg_has_role(session_user, 'lks_app', 'MEMBER')
        OR ledger.sees_everything()
        OR coalesce(vault.municipality_of(may_look.subject, may_look.stream) = ANY (ledger.municipalities()), false)
$$;

-- Whether a look is of this login, of now, and committed: a row of another transaction that can be seen is.
CREATE OR REPLACE FUNCTION vault.is_mine(one vault.look) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT (one).login = session_user AND (one).looked_at > clock_timestamp() - interval '5 minutes'
        AND (one).written_in IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint
$$;

-- The first step to the keys of those subjects that have one: it writes the look and gives its position, NULL when nobody has a
-- key, and who was refused. The keys are given in a second step, vault.given_keys, once this one is committed: what
-- somebody rolls back, they have not seen.
CREATE OR REPLACE FUNCTION vault.ask_keys(
    subjects text[], event text, actor text, purpose text, device text, OUT place bigint, OUT refused text[]
)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    everybody boolean := pg_has_role(session_user, 'lks_app', 'MEMBER');
    allowed   text[];
BEGIN
    IF event NOT IN ('opened', 'sealed', 'key_rotated') THEN
        RAISE EXCEPTION 'no key is given for %', event USING ERRCODE = 'LK003';
    END IF;
    SELECT
        array_agg(k.subject ORDER BY k.subject) FILTER (WHERE k.may),
        coalesce(array_agg(k.subject ORDER BY k.subject) FILTER (WHERE NOT k.may), '{}')
    INTO allowed, refused
    FROM (
        SELECT k.subject, everybody OR coalesce(vault.may_look(k.subject, k.stream), false) AS may
        FROM vault.key k WHERE k.subject = ANY(subjects) AND k.wrapped <> ''
    ) k;
    IF cardinality(refused) > 0 THEN
        PERFORM vault.write_look(event, refused, '', actor, purpose, device, 'refused');
    END IF;
    IF allowed IS NOT NULL THEN
        place := vault.write_look(event, allowed, '', actor, purpose, device, 'given');
    END IF;
END $$;

-- The same by the id of a key, which stands in what is sealed.
CREATE OR REPLACE FUNCTION vault.ask_keys_by_id(
    key_ids uuid[], event text, actor text, purpose text, device text, OUT place bigint, OUT refused text[]
)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT asked.place, asked.refused
    FROM vault.ask_keys(
        ARRAY(SELECT k.subject FROM vault.key k WHERE k.key_id = ANY(ask_keys_by_id.key_ids)),
        ask_keys_by_id.event, ask_keys_by_id.actor, ask_keys_by_id.purpose, ask_keys_by_id.device
    ) asked
$$;

-- The second step: the keys that a look is about, to the login that looked, for five minutes, and never within the
-- transaction that wrote the look.
CREATE OR REPLACE FUNCTION vault.given_keys(place bigint)
    RETURNS TABLE (key_id uuid, subject text, wrapped bytea, master_version integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT k.key_id, k.subject, k.wrapped, k.master_version
    FROM vault.look l
    CROSS JOIN LATERAL unnest(l.subjects) AS looked_at (subject)
    JOIN vault.key k ON k.subject = looked_at.subject
    WHERE l.position = given_keys.place AND l.event IN ('opened', 'sealed', 'key_rotated') AND l.result = 'given'
        AND vault.is_mine(l)
$$;

-- The first step of a search by keyed hashes of one kind: writes the look, also when nobody is found. Whom the login may not look
-- at is not found.
CREATE OR REPLACE FUNCTION vault.ask_found(
    kind text, hmacs bytea[], actor text, purpose text, device text
) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    everybody boolean := pg_has_role(session_user, 'lks_app', 'MEMBER');
    subjects  text[];
BEGIN
    SELECT coalesce(array_agg(DISTINCT f.subject ORDER BY f.subject), '{}') INTO subjects
    FROM vault.lookup f
    WHERE f.kind = kind AND f.hmac = ANY(hmacs)
        AND (everybody OR coalesce(
            vault.may_look(f.subject, (SELECT k.stream FROM vault.key k WHERE k.subject = f.subject)), false
        ));
    RETURN vault.write_look(
        'found', subjects, kind, actor, purpose, device, CASE WHEN cardinality(subjects) = 0 THEN 'nothing' ELSE 'given' END
    );
END $$;

-- The second step: who was found by which of these hashes.
CREATE OR REPLACE FUNCTION vault.given_found(place bigint, hmacs bytea[]) RETURNS TABLE (hmac bytea, subject text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    look vault.look;
BEGIN
    SELECT * INTO look FROM vault.look l
    WHERE l.position = given_found.place AND l.event = 'found' AND l.result = 'given' AND vault.is_mine(l);
    RETURN QUERY
    SELECT f.hmac, f.subject
    FROM vault.lookup f
    WHERE f.kind = look.found_by AND f.hmac = ANY(given_found.hmacs) AND f.subject = ANY(look.subjects);
END $$;

-- A look that no key is given for: what else happens to persons, such as an export.
CREATE OR REPLACE FUNCTION vault.record_look(
    event text, subjects text[], actor text, purpose text, device text, result text DEFAULT 'done'
) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT vault.write_look(
        record_look.event, record_look.subjects, '', record_look.actor, record_look.purpose, record_look.device,
        record_look.result
    )
$$;

-- That a login got or lost access to persons, whichever way: a municipality, or by the program a role. On whose behalf and from where
-- the settings say that the program makes; without them it was done by hand.
CREATE OR REPLACE FUNCTION vault.record_access(event text, login text, what text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT vault.write_look(
        record_access.event, ARRAY[record_access.login], '', coalesce(current_setting('lks.actor', true), ''),
        record_access.what, coalesce(nullif(current_setting('lks.device', true), ''), 'the database itself'), 'done'
    )
$$;

CREATE OR REPLACE FUNCTION vault.log_access() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        PERFORM vault.record_access('access_revoked', old.login, 'access to ' || old.municipality);
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        PERFORM vault.record_access('access_granted', new.login, 'access to ' || new.municipality);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER log_access
    AFTER INSERT OR UPDATE OR DELETE ON ledger.access
    FOR EACH ROW EXECUTE FUNCTION vault.log_access();
ALTER TABLE ledger.access ENABLE ALWAYS TRIGGER log_access;

-- Whether this session may see a look: it is at somebody, and the login may look at all of them.
CREATE OR REPLACE FUNCTION vault.may_see(subjects text[]) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT ledger.sees_everything() OR cardinality(may_see.subjects) > 0 AND NOT EXISTS (
        SELECT
        FROM unnest(may_see.subjects) AS looked_at (subject)
        LEFT JOIN vault.key k ON k.subject = looked_at.subject
        WHERE NOT vault.may_look(looked_at.subject, k.stream)
    )
$$;

-- The looks, to read. One's own of a transaction that can still be rolled back are not among them.
CREATE OR REPLACE VIEW vault.looks WITH (security_barrier) AS
SELECT
    l.position, l.looked_at, l.login, l.actor, l.event, l.subjects, l.found_by, l.purpose, l.device, l.result, l.written_in,
    l.seal
FROM vault.look l
WHERE l.written_in IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint
    AND ((SELECT ledger.sees_everything()) OR vault.may_see(l.subjects));

------------------------------------------------------------------------------------------------------------------------
-- Filling the vault: by functions only, for every role
------------------------------------------------------------------------------------------------------------------------

-- Adds the keys of subjects that have none yet, and gives those that have another: the first to come wins.
CREATE OR REPLACE FUNCTION vault.add_keys(
    key_ids uuid[], subjects text[], wrapped bytea[], master_versions integer[], streams uuid[]
) RETURNS text[]
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
BEGIN
    INSERT INTO vault.key (key_id, subject, wrapped, master_version, stream)
    SELECT * FROM unnest(key_ids, subjects, wrapped, master_versions, streams)
    ON CONFLICT ON CONSTRAINT key_subject_key DO NOTHING;
    RETURN ARRAY(
        SELECT k.subject
        FROM unnest(key_ids, subjects) AS added (key_id, subject)
        JOIN vault.key k ON k.subject = added.subject
        WHERE k.key_id <> added.key_id
    );
END $$;

-- By what subjects are found; gives the hashes of numbers that are somebody else's, not whose. Waits for whoever registers the same
-- number now, and then knows who came first.
CREATE OR REPLACE FUNCTION vault.add_lookups(kinds text[], hmacs bytea[], subjects text[]) RETURNS bytea[]
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
BEGIN
    INSERT INTO vault.lookup (kind, hmac, subject)
    SELECT * FROM unnest(kinds, hmacs, subjects)
    ON CONFLICT DO NOTHING;
    RETURN ARRAY(
        SELECT wanted.hmac
        FROM unnest(kinds, hmacs, subjects) AS wanted (kind, hmac, subject)
        JOIN vault.lookup f ON f.kind = wanted.kind AND f.hmac = wanted.hmac
        WHERE wanted.kind IN ('bsn', 'payroll') AND f.subject <> wanted.subject
    );
END $$;

-- Subjects are found by nothing of a kind any more. Those that the login may not look at are refused.
CREATE OR REPLACE FUNCTION vault.forget_lookups(kinds text[], subjects text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
BEGIN
    IF EXISTS (
        SELECT FROM unnest(subjects) AS asked (subject)
        LEFT JOIN vault.key k ON k.subject = asked.subject
        WHERE vault.may_look(asked.subject, k.stream) IS NOT TRUE
    ) THEN
        RAISE EXCEPTION 'this login has no access to one of these subjects' USING ERRCODE = 'LK003';
    END IF;
    DELETE FROM vault.lookup l
    USING unnest(kinds, subjects) AS gone (kind, subject)
    WHERE l.kind = gone.kind AND l.subject = gone.subject;
END $$;

-- A secret of the whole ledger, wrapped. It is of no person, so reading it is no look.
CREATE OR REPLACE FUNCTION vault.secret_of(name text) RETURNS TABLE (wrapped bytea, master_version integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.wrapped, s.master_version FROM vault.secret s WHERE s.name = secret_of.name
$$;

CREATE OR REPLACE FUNCTION vault.add_secret(name text, wrapped bytea, master_version integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO vault.secret (name, wrapped, master_version)
    VALUES (add_secret.name, add_secret.wrapped, add_secret.master_version)
    ON CONFLICT (name) DO NOTHING
$$;

------------------------------------------------------------------------------------------------------------------------
-- Erasing, and another master key. A key is destroyed in the transaction of the fact that says so, whoever records it and
-- by whichever way; and only where a fact says so. docs/erasure.md.
------------------------------------------------------------------------------------------------------------------------

CREATE INDEX IF NOT EXISTS ledger_events_erased
    ON ledger.ledger_events (notification_id) WHERE topic IN ('PersonErased', 'EmployerErased', 'ExpertErased');

-- Whose key an entry destroys, and by what else somebody was found: a case by the personnel number.
CREATE OR REPLACE FUNCTION vault.erased_by(topic text, state bytea, OUT subjects text[], OUT found_by text[])
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    fact jsonb := convert_from(state, 'UTF8')::jsonb;
BEGIN
    subjects := CASE topic
        WHEN 'PersonErased' THEN ARRAY(SELECT jsonb_array_elements_text(fact -> 'persons'))
        WHEN 'EmployerErased' THEN ARRAY[fact ->> 'employer']
        WHEN 'ExpertErased' THEN ARRAY['expert/' || (fact ->> 'expert')]
    END;
    found_by := subjects || CASE topic
        WHEN 'PersonErased' THEN ARRAY(SELECT jsonb_array_elements_text(fact -> 'cases'))
    END;
END $$;

-- Destroys the keys and lookups of whom the log says from a position on that they are erased, and tells how many keys that
-- were. Harmless when repeated: what comes back from a copy is destroyed again. A destroyed key leaves an empty row, so that
-- nobody gets another key under a number that was erased.
CREATE OR REPLACE FUNCTION vault.destroy(from_position bigint DEFAULT 1) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    named     text[];
    found     text[];
    first     bigint;
    actor     text;
    destroyed bigint;
BEGIN
    SELECT min(e.notification_id), array_agg(DISTINCT whose.subject) FILTER (WHERE whose.has_key), array_agg(DISTINCT whose.subject)
    INTO first, named, found
    FROM ledger.ledger_events e
    CROSS JOIN LATERAL vault.erased_by(e.topic, e.state) by_it
    CROSS JOIN LATERAL (
        SELECT one.subject, true AS has_key FROM unnest(by_it.subjects) AS one (subject)
        UNION ALL
        SELECT one.subject, false FROM unnest(by_it.found_by) AS one (subject)
    ) whose
    WHERE e.topic IN ('PersonErased', 'EmployerErased', 'ExpertErased') AND e.notification_id >= from_position;

    DELETE FROM vault.lookup l WHERE l.subject = ANY (found);
    WITH emptied AS (
        INSERT INTO vault.key AS k (key_id, subject, wrapped, master_version)
        SELECT gen_random_uuid(), one.subject, '', 0 FROM unnest(named) AS one (subject)
        ON CONFLICT (subject) DO UPDATE SET wrapped = '', master_version = 0 WHERE k.wrapped <> ''
        RETURNING k.subject
    )
    SELECT array_agg(e.subject ORDER BY e.subject) INTO named FROM emptied e;
    destroyed := coalesce(cardinality(named), 0);
    IF destroyed > 0 THEN
        SELECT left(convert_from(e.cause, 'UTF8')::jsonb ->> 'actor', 100) INTO actor
        FROM ledger.ledger_events e
        WHERE e.intent_key IS NOT NULL AND e.notification_id <= first
        ORDER BY e.notification_id DESC
        LIMIT 1;
        PERFORM vault.write_look(
            'erased', named, '', coalesce(actor, ''), 'recorded in the ledger', 'the database itself', 'done'
        );
    END IF;
    RETURN destroyed;
END $$;

-- Whose key an entry would destroy without that they were proposed, or are one person with who was; NULL when there is nobody.
CREATE OR REPLACE FUNCTION vault.not_proposed(erased bigint) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    WITH entry AS (
        SELECT by_it.subjects, convert_from(asked.state, 'UTF8')::jsonb ->> 'fields' AS fields
        FROM ledger.ledger_events e
        CROSS JOIN LATERAL vault.erased_by(e.topic, e.state) by_it
        JOIN ledger.ledger_events agreed
            ON agreed.originator_id = e.originator_id AND agreed.originator_version = e.originator_version - 1
        JOIN ledger.ledger_events asked ON asked.originator_id = e.originator_id
            AND asked.originator_version = (convert_from(agreed.state, 'UTF8')::jsonb ->> 'of')::bigint
        WHERE e.notification_id = not_proposed.erased
    )
    SELECT one.subject
    FROM entry
    CROSS JOIN LATERAL unnest(entry.subjects) AS one (subject)
    WHERE one.subject IS DISTINCT FROM coalesce(
            entry.fields::jsonb ->> 'person', entry.fields::jsonb ->> 'employer', 'expert/' || (entry.fields::jsonb ->> 'expert')
        )
        AND NOT EXISTS (
            SELECT FROM vault.key k
            JOIN ledger.ledger_events merged ON merged.originator_id = k.stream AND merged.topic = 'PersonMerged'
            WHERE k.subject = one.subject
                AND convert_from(merged.state, 'UTF8')::jsonb ->> 'into' = ANY (entry.subjects)
        )
    LIMIT 1
$$;

CREATE OR REPLACE FUNCTION vault.erase() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    place bigint;
BEGIN
    IF EXISTS (SELECT FROM added a WHERE a.topic IN ('PersonErased', 'EmployerErased', 'ExpertErased')) THEN
        SELECT a.notification_id INTO place
        FROM added a
        WHERE a.topic IN ('PersonErased', 'EmployerErased', 'ExpertErased')
            AND vault.not_proposed(a.notification_id) IS NOT NULL
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'entry % is refused: it erases somebody who was not proposed', place USING ERRCODE = 'LK003';
        END IF;
        PERFORM vault.destroy((SELECT min(a.notification_id) FROM added a));
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER then_erase
    AFTER INSERT ON ledger.ledger_events REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION vault.erase();
CREATE OR REPLACE TRIGGER stays_destroyed
    BEFORE UPDATE ON vault.key
    FOR EACH ROW WHEN (old.wrapped = '') EXECUTE FUNCTION ledger.refuse_change();

ALTER TABLE ledger.ledger_events ENABLE ALWAYS TRIGGER then_erase;
ALTER TABLE vault.key ENABLE ALWAYS TRIGGER stays_destroyed;

-- Whose keys are not locked with this version of the master key, in order of the ids of keys, past one. The keys themselves are asked
-- for as those of any subject, for `key_rotated`.
CREATE OR REPLACE FUNCTION vault.locked_otherwise(version integer, past uuid, most integer)
    RETURNS TABLE (key_id uuid, subject text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT k.key_id, k.subject
    FROM vault.key k
    WHERE k.master_version <> locked_otherwise.version AND k.wrapped <> '' AND k.key_id > locked_otherwise.past
    ORDER BY k.key_id
    LIMIT locked_otherwise.most
$$;

CREATE OR REPLACE FUNCTION vault.secrets_locked_otherwise(version integer)
    RETURNS TABLE (name text, wrapped bytea, master_version integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.name, s.wrapped, s.master_version FROM vault.secret s
    WHERE s.master_version <> secrets_locked_otherwise.version
$$;

-- Puts keys that were locked anew in the place of what was read before; who was erased in between stays so. How many.
CREATE OR REPLACE FUNCTION vault.rewrap(key_ids uuid[], before bytea[], anew bytea[], version integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    moved bigint;
BEGIN
    UPDATE vault.key k SET wrapped = n.anew, master_version = rewrap.version
    FROM unnest(rewrap.key_ids, rewrap.before, rewrap.anew) AS n (key_id, before, anew)
    WHERE k.key_id = n.key_id AND k.wrapped = n.before AND k.wrapped <> '' AND octet_length(n.anew) = octet_length(n.before);
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;

CREATE OR REPLACE FUNCTION vault.rewrap_secret(name text, before bytea, anew bytea, version integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    moved bigint;
BEGIN
    UPDATE vault.secret s SET wrapped = rewrap_secret.anew, master_version = rewrap_secret.version
    WHERE s.name = rewrap_secret.name AND s.wrapped = rewrap_secret.before
        AND octet_length(rewrap_secret.anew) = octet_length(rewrap_secret.before);
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;

-- How many keys and secrets are locked with each version of the master key; version 0: keys that were destroyed.
CREATE OR REPLACE FUNCTION vault.versions() RETURNS TABLE (version integer, keys bigint, secrets bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT counted.version, sum(counted.keys)::bigint, sum(counted.secrets)::bigint
    FROM (
        SELECT k.master_version AS version, count(*) AS keys, 0 AS secrets FROM vault.key k GROUP BY k.master_version
        UNION ALL
        SELECT s.master_version, 0, count(*) FROM vault.secret s GROUP BY s.master_version
    ) counted
    GROUP BY counted.version
    ORDER BY counted.version
$$;

------------------------------------------------------------------------------------------------------------------------
-- Who may do what: every privilege there is, in one table. `grant_privileges` makes the catalogue equal to it, so an object
-- that is not named here is its owner's only. Nothing else in this file grants anything.
------------------------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS ledger.privilege (
    role       text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('database', 'schema', 'table', 'column', 'sequence', 'function')),
    object     text NOT NULL,
    privileges text NOT NULL,
    PRIMARY KEY (role, kind, object)
);

-- A view is a table here; the tables of `projection` stand for those of `projection_next`, too; a function is all of its name.
DELETE FROM ledger.privilege;
INSERT INTO ledger.privilege (role, kind, object, privileges)
SELECT one.role, given.kind, named.object, given.privileges
FROM (
    VALUES
        -- everybody who comes in
        ('app clerk finance inspector privacy backup', 'database', 'CONNECT', '*'),
        ('app clerk finance inspector privacy backup', 'schema', 'USAGE', 'ledger'),
        ('app backup', 'schema', 'USAGE', 'vault projection projection_next finance inspection'),
        ('clerk finance inspector', 'schema', 'USAGE', 'vault projection finance inspection'),
        ('privacy', 'schema', 'USAGE', 'vault projection inspection'),

        -- the log: the app reads and inserts rows, the guard checks them; the others see their municipalities and append by function
        ('app', 'table', 'SELECT, INSERT', 'ledger.ledger_events'),
        ('app', 'function', 'EXECUTE',
            'ledger.entry_seal ledger.genesis_seal ledger.take_head ledger.recording_time '
            'ledger.moved'),
        ('app clerk finance inspector privacy', 'table', 'SELECT', 'ledger.ledger_head ledger.topic ledger.log ledger.entries'),
        ('app clerk finance inspector privacy', 'function', 'EXECUTE',
            'ledger.sees_everything ledger.municipalities ledger.hidden_streams ledger.places ledger.page ledger.cause_at ledger.appended '
            'ledger.position_at ledger.versions ledger.seals ledger.shared_login projection.reached projection.layout projection.tree_at'),
        ('inspector', 'function', 'EXECUTE', 'ledger.entry_seal ledger.genesis_seal'),
        ('app inspector', 'function', 'EXECUTE', 'ledger.first_broken_seal ledger.begin_of'),
        ('app clerk finance privacy', 'function', 'EXECUTE', 'ledger.append'),
        ('app clerk', 'sequence', 'USAGE', 'ledger.case_sequence ledger.person_sequence ledger.employer_sequence'),
        ('app inspector privacy', 'table', 'SELECT', 'ledger.access ledger.recording ledger.privilege'),

        -- the vault: keys by functions only, each of which logs the look first
        ('app clerk finance inspector privacy', 'function', 'EXECUTE',
            'vault.ask_keys vault.ask_keys_by_id vault.given_keys vault.ask_found vault.given_found vault.record_look '
            'vault.secret_of'),
        ('app clerk finance privacy', 'function', 'EXECUTE', 'vault.add_keys'),
        ('app clerk', 'function', 'EXECUTE', 'vault.add_lookups vault.forget_lookups'),
        ('app', 'function', 'EXECUTE',
            'vault.add_secret vault.destroy vault.locked_otherwise vault.secrets_locked_otherwise vault.rewrap '
            'vault.rewrap_secret'),
        ('app privacy', 'function', 'EXECUTE', 'vault.versions'),
        ('app inspector privacy', 'function', 'EXECUTE', 'vault.look_genesis vault.look_seal vault.may_see'),
        ('app inspector privacy', 'table', 'SELECT', 'vault.looks vault.look_event vault.look_head'),

        -- the read side: the app projects, the others read views
        ('app', 'table', 'SELECT, INSERT, UPDATE, DELETE',
            'projection.progress projection.subsidies projection.employers projection.openings projection.sign_offs '
            'projection.measurements projection.payments projection.runs projection.bank_lines projection.balances '
            'projection.schedule_notes projection.payment_days'),
        ('app', 'table', 'SELECT, INSERT', 'projection.movements projection.postings projection.case_employers projection.tree'),
        ('app', 'function', 'EXECUTE',
            'projection.begin_rebuild projection.drop_rebuild projection.finish_rebuild projection.check_books'),
        ('app clerk finance inspector', 'table', 'SELECT',
            'finance.movements finance.case_employers finance.municipalities finance.sign_offs finance.payments finance.runs '
            'finance.unmatched finance.postings finance.schedule finance.due finance.outstanding '
            'finance.quarterly_reconciliation finance.year_statement'),
        ('app clerk finance inspector privacy', 'table', 'SELECT', 'ledger.cases inspection.measurements'),
        ('app clerk finance inspector', 'function', 'EXECUTE',
            'finance.report_position finance.employers_at finance.reconciliation_sums finance.reconciliation_lines '
            'finance.reconciliation_cases finance.reconciliation finance.reconciliation_entries finance.year_statement_at '
            'finance.day_at finance.due_at finance.outstanding_at finance.accrual finance.forecast'),

        -- a backup reads every table and changes nothing; that it copies keys is logged first
        ('backup', 'function', 'EXECUTE', 'vault.record_look'),
        ('backup', 'table', 'SELECT',
            'ledger.ledger_events ledger.ledger_head ledger.topic ledger.access ledger.recording ledger.privilege '
            'vault.key vault.lookup vault.secret vault.look vault.look_event vault.look_head '
            'projection.progress projection.subsidies projection.employers projection.openings projection.sign_offs '
            'projection.measurements projection.payments projection.runs projection.bank_lines projection.balances '
            'projection.schedule_notes projection.payment_days projection.movements projection.postings '
            'projection.case_employers projection.tree'),
        ('backup', 'sequence', 'SELECT', 'ledger.case_sequence ledger.person_sequence ledger.employer_sequence')
) AS given (roles, kind, privileges, objects)
CROSS JOIN LATERAL (SELECT 'lks_' || said.name AS role FROM string_to_table(given.roles, ' ') AS said (name)) one
CROSS JOIN LATERAL string_to_table(given.objects, ' ') AS named (object);

-- What privileges can be had on: every object of ours by its name, by what GRANT calls it, and with the privileges on it.
CREATE OR REPLACE VIEW ledger.object AS
SELECT 'schema' AS kind, n.nspname::text AS name, quote_ident(n.nspname) AS object, n.nspowner AS owner,
    coalesce(n.nspacl, acldefault('n', n.nspowner)) AS list
FROM pg_catalog.pg_namespace n
WHERE n.nspname IN ('ledger', 'vault', 'projection', 'projection_next', 'finance', 'inspection')
UNION ALL
SELECT CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, concat_ws('.', n.nspname, c.relname),
    format('%I.%I', n.nspname, c.relname), c.relowner,
    coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('ledger', 'vault', 'projection', 'projection_next', 'finance', 'inspection')
    AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
UNION ALL
SELECT 'column', concat_ws('.', n.nspname, c.relname, a.attname), format('(%I) ON %I.%I', a.attname, n.nspname, c.relname),
    c.relowner, a.attacl
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('ledger', 'vault', 'projection', 'projection_next', 'finance', 'inspection')
    AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'function', concat_ws('.', n.nspname, p.proname), p.oid::regprocedure::text, p.proowner,
    coalesce(p.proacl, acldefault('f', p.proowner))
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname IN ('ledger', 'vault', 'projection', 'projection_next', 'finance', 'inspection');

-- Every privilege that somebody other than the owner has on what is ours, one a row.
CREATE OR REPLACE VIEW ledger.granted AS
SELECT o.kind, o.name, o.object, coalesce(r.rolname, 'public')::text AS role, acl.privilege_type AS privilege
FROM ledger.object o
CROSS JOIN LATERAL aclexplode(o.list) acl
LEFT JOIN pg_catalog.pg_roles r ON r.oid = acl.grantee
WHERE acl.grantee <> o.owner;

-- The same as the table wants it. What is not there has no object.
CREATE OR REPLACE VIEW ledger.wanted AS
SELECT n.kind, n.name, o.object, n.role, asked.privilege
FROM (
    SELECT p.role, p.kind, p.object AS name, p.privileges, true AS must_be FROM ledger.privilege p WHERE p.kind <> 'database'
    UNION ALL
    SELECT p.role, p.kind, 'projection_next.' || split_part(p.object, '.', 2), p.privileges, false
    FROM ledger.privilege p
    WHERE p.kind = 'table' AND p.object LIKE 'projection.%'
) n
CROSS JOIN LATERAL string_to_table(n.privileges, ', ') AS asked (privilege)
LEFT JOIN ledger.object o ON o.kind = n.kind AND o.name = n.name
WHERE n.must_be OR o.object IS NOT NULL;

-- Grants what is wanted and not there, and revokes what is there and not wanted, from whoever has it.
CREATE OR REPLACE FUNCTION ledger.grant_privileges() RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    change  record;
    missing text;
BEGIN
    SELECT string_agg(DISTINCT w.name, ', ') INTO missing FROM ledger.wanted w WHERE w.object IS NULL;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'ledger.privilege names what is not there: %', missing;
    END IF;
    FOR change IN
        WITH granted AS MATERIALIZED (
            SELECT g.* FROM ledger.granted g
        ), wanted AS MATERIALIZED (
            SELECT w.* FROM ledger.wanted w
        )
        SELECT 'REVOKE' AS verb, more.* FROM (SELECT g.* FROM granted g EXCEPT SELECT w.* FROM wanted w) more
        UNION ALL
        SELECT 'GRANT', less.* FROM (SELECT w.* FROM wanted w EXCEPT SELECT g.* FROM granted g) less
    LOOP
        EXECUTE format(
            '%s %s %s %s %s %s',
            change.verb,
            change.privilege,
            CASE change.kind WHEN 'column' THEN change.object ELSE format('ON %s %s', change.kind, change.object) END,
            CASE change.verb WHEN 'GRANT' THEN 'TO' ELSE 'FROM' END,
            CASE change.role WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(change.role) END,
            CASE change.verb WHEN 'REVOKE' THEN 'CASCADE' ELSE '' END
        );
    END LOOP;
END $$;

------------------------------------------------------------------------------------------------------------------------
-- The read side: tables that can always be dropped and filled again from the log, and public views over them.
--
-- `projection` is what the views read. A rebuild fills `projection_next` and swaps the tables in one transaction; views
-- bind to tables by identity, so the swap makes them anew. Both are therefore made by functions that take the schema.
------------------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION projection.layout() RETURNS integer
    IMMUTABLE
    RETURN 5;

-- Refuses postings of which an entry does not balance on a date.
CREATE OR REPLACE FUNCTION projection.check_balanced() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    wrong record;
BEGIN
    SELECT a.position, a.booked_on, sum(a.debit_cents) AS debit, sum(a.credit_cents) AS credit INTO wrong
    FROM added a
    GROUP BY a.position, a.booked_on
    HAVING sum(a.debit_cents) <> sum(a.credit_cents)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the postings of entry % on % do not balance: debit %, credit %',
            wrong.position, wrong.booked_on, wrong.debit, wrong.credit USING ERRCODE = 'LK004';
    END IF;
    RETURN NULL;
END $$;

-- R33, for these cases: the movements of what is due add up to what the calculation gives whole, and what is payable by
-- the movements is what the journal says is payable or, claimed, receivable. Two ways to each
-- number; where they differ, nothing is projected.
CREATE OR REPLACE FUNCTION projection.check_books(place text, cases text[]) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    wrong record;
BEGIN
    PERFORM set_config('search_path', quote_ident(place) || ', pg_temp', true);
    SELECT m.case_number, m.due, b.due AS whole, m.payable, j.payable AS journal INTO wrong
    FROM (
        SELECT
            m.case_number,
            coalesce(sum(m.subsidy_cents + m.charges_cents) FILTER (WHERE m.kind = 'due'), 0) AS due,
            coalesce(sum(
                CASE WHEN m.kind = 'sent' THEN -1 ELSE 1 END * (m.subsidy_cents + m.charges_cents)
            ) FILTER (WHERE m.kind <> 'due'), 0) AS payable
        FROM movements m
        WHERE m.case_number = ANY(cases)
        GROUP BY m.case_number
    ) m
    LEFT JOIN LATERAL (
        SELECT b.due_subsidy_cents + b.due_charges_cents AS due FROM balances b WHERE b.case_number = m.case_number
    ) b ON true
    LEFT JOIN LATERAL (
        SELECT coalesce(sum(p.credit_cents - p.debit_cents), 0) AS payable
        FROM postings p
        WHERE p.case_number = m.case_number AND p.account IN ('payable', 'receivable')
    ) j ON true
    WHERE m.due <> coalesce(b.due, 0) OR m.payable <> j.payable
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the books of % do not agree: due % and %, payable % and %',
            wrong.case_number, wrong.due, wrong.whole, wrong.payable, wrong.journal USING ERRCODE = 'LK004';
    END IF;
END $$;

-- The tables of the read side, in the schema `place`. The views over them are what others may rely on.
CREATE OR REPLACE FUNCTION projection.make_tables(place text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(place) || ', pg_temp', true);

    -- How far the log was projected, and the last month that is looked ahead to.
    CREATE TABLE IF NOT EXISTS progress (
        only_row boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (only_row),
        position bigint  NOT NULL DEFAULT 0,
        horizon  date
    );
    -- Which release's rows these are; tables of an older one are made anew (lks db rebuild).
    ALTER TABLE progress ADD COLUMN IF NOT EXISTS layout integer NOT NULL DEFAULT 1;
    INSERT INTO progress (layout) VALUES (projection.layout()) ON CONFLICT DO NOTHING;

    CREATE TABLE IF NOT EXISTS subsidies (
        case_number      text COLLATE "C" NOT NULL PRIMARY KEY,
        stream           uuid             NOT NULL UNIQUE,
        municipality     text             NOT NULL,
        person_number    text             NOT NULL,
        employer_number  text             NOT NULL,
        status           text             NOT NULL,
        basis            text             NOT NULL,
        route            text,
        wage_value       numeric(5, 2),
        starts_on        date,
        ends_on          date,
        employment_start date             NOT NULL,
        employment_end   date,
        contract_form    text             NOT NULL,
        hours            numeric(5, 2)    NOT NULL,
        sheltered        boolean          NOT NULL,
        hold             text,
        opening          text,
        first_run        date             NOT NULL
    );
    CREATE INDEX IF NOT EXISTS subsidies_municipality ON subsidies (municipality);
    CREATE INDEX IF NOT EXISTS subsidies_employer ON subsidies (employer_number);
    CREATE INDEX IF NOT EXISTS subsidies_person ON subsidies (person_number);

    CREATE TABLE IF NOT EXISTS employers (
        employer_number text NOT NULL PRIMARY KEY,
        stream          uuid NOT NULL UNIQUE,
        hold            text
    );

    ALTER TABLE employers ADD COLUMN IF NOT EXISTS account_blocked text;

    CREATE TABLE IF NOT EXISTS openings (
        opening       text    NOT NULL PRIMARY KEY,
        municipality  text    NOT NULL,
        cases         integer NOT NULL,
        subsidy_cents bigint  NOT NULL,
        charges_cents bigint  NOT NULL,
        signed        boolean NOT NULL DEFAULT false
    );

    CREATE TABLE IF NOT EXISTS movements (
        case_number     text COLLATE "C" NOT NULL,
        month           date             NOT NULL,
        element         text             NOT NULL CHECK (element IN ('fixed', 'variable')),
        kind            text             NOT NULL
            CHECK (kind IN ('due', 'booked', 'sent', 'returned', 'received', 'written_off')),
        position        bigint           NOT NULL,
        employer_number text             NOT NULL,
        subsidy_cents   bigint           NOT NULL,
        charges_cents   bigint           NOT NULL,
        booked_on       date,
        value_date      date,
        origin          text             NOT NULL,
        known_on        date             NOT NULL,
        municipality    text             NOT NULL,
        route           text             NOT NULL CHECK (route IN ('regular', 'flat_rate', '')),
        sheltered       boolean          NOT NULL,
        taken_over      boolean          NOT NULL,
        PRIMARY KEY (case_number, month, element, kind, position, route)
    );
    ALTER TABLE movements ADD COLUMN IF NOT EXISTS municipality text NOT NULL DEFAULT '';
    ALTER TABLE movements ADD COLUMN IF NOT EXISTS route text NOT NULL DEFAULT '';
    ALTER TABLE movements ADD COLUMN IF NOT EXISTS sheltered boolean NOT NULL DEFAULT false;
    ALTER TABLE movements ADD COLUMN IF NOT EXISTS taken_over boolean NOT NULL DEFAULT false;
    CREATE INDEX IF NOT EXISTS movements_municipality ON movements (municipality);

    -- Which employer a case belonged to, from the entry at a position on.
    CREATE TABLE IF NOT EXISTS case_employers (
        case_number     text COLLATE "C" NOT NULL,
        position        bigint           NOT NULL,
        employer_number text             NOT NULL,
        municipality    text             NOT NULL,
        PRIMARY KEY (case_number, position)
    );
    CREATE INDEX IF NOT EXISTS case_employers_municipality ON case_employers (municipality, case_number, position);

    -- One row per sign-off of a quarter or a year; `entry` is its place in the log, `position` what the report was made on.
    CREATE TABLE IF NOT EXISTS sign_offs (
        entry        bigint NOT NULL PRIMARY KEY,
        municipality text   NOT NULL,
        period       text   NOT NULL,
        kind         text   NOT NULL CHECK (kind IN ('quarter', 'year')),
        first_day    date   NOT NULL,
        last_day     date   NOT NULL,
        position     bigint NOT NULL,
        digest       text   NOT NULL,
        reopened     bigint
    );
    CREATE INDEX IF NOT EXISTS sign_offs_period ON sign_offs (municipality, kind, first_day);

    -- The complete subtrees of 256 entries and more of the tree over the seals (docs/checkpoint.md), so that a root is quick.
    CREATE TABLE IF NOT EXISTS tree (
        level integer NOT NULL,
        place bigint  NOT NULL,
        hash  bytea   NOT NULL,
        PRIMARY KEY (level, place)
    );

    -- One row per report of a measurement; those of a case are replaced when one of them moves.
    CREATE TABLE IF NOT EXISTS measurements (
        stream                 uuid             NOT NULL,
        slot                   bigint           NOT NULL,
        entry                  bigint           NOT NULL,
        case_number            text COLLATE "C" NOT NULL,
        municipality           text             NOT NULL,
        status                 text             NOT NULL CHECK (status IN ('counts', 'corrected', 'withdrawn')),
        measured_on            date             NOT NULL,
        reported_on            date             NOT NULL,
        report_due             date             NOT NULL,
        wage_value             numeric(5, 2)    NOT NULL,
        method                 text             NOT NULL,
        expert                 text             NOT NULL,
        provider               text,
        supervisor             text,
        certificate            text,
        certificate_until      date,
        certified              boolean,
        draft_discussed_on     date,
        commented              text[],
        second_look_on         date,
        established_on         date,
        established_wage_value numeric(5, 2),
        PRIMARY KEY (stream, slot)
    );
    CREATE INDEX IF NOT EXISTS measurements_municipality ON measurements (municipality, measured_on);
    CREATE INDEX IF NOT EXISTS measurements_expert ON measurements (expert);

    CREATE TABLE IF NOT EXISTS payments (
        position             bigint           NOT NULL PRIMARY KEY,
        case_number          text COLLATE "C" NOT NULL,
        employer_number      text             NOT NULL,
        run                  text             NOT NULL,
        reference            text             NOT NULL,
        account              bigint           NOT NULL,
        booked_on            date             NOT NULL,
        execution_day        date             NOT NULL,
        booked_subsidy_cents bigint           NOT NULL,
        booked_charges_cents bigint           NOT NULL,
        sent_subsidy_cents   bigint           NOT NULL,
        sent_charges_cents   bigint           NOT NULL,
        returned_on          date,
        return_reason        text,
        UNIQUE (run, case_number)
    );
    ALTER TABLE payments ADD COLUMN IF NOT EXISTS confirmed_on date;
    ALTER TABLE payments ADD COLUMN IF NOT EXISTS status text NOT NULL DEFAULT 'sent';
    CREATE INDEX IF NOT EXISTS payments_reference ON payments (reference);
    CREATE INDEX IF NOT EXISTS payments_case ON payments (case_number);

    CREATE TABLE IF NOT EXISTS runs (
        run           text    NOT NULL PRIMARY KEY,
        municipality  text    NOT NULL,
        month         date    NOT NULL,
        payment_day   date    NOT NULL,
        execution_day date    NOT NULL,
        cases         integer NOT NULL,
        subsidy_cents bigint  NOT NULL,
        charges_cents bigint  NOT NULL,
        sent_cents    bigint  NOT NULL,
        left_out      integer NOT NULL,
        status        text    NOT NULL DEFAULT 'prepared',
        file_digest   text,
        exported_on   date,
        answered_on   date,
        reason        text
    );
    CREATE INDEX IF NOT EXISTS runs_month ON runs (month);

    CREATE TABLE IF NOT EXISTS bank_lines (
        position     bigint  NOT NULL PRIMARY KEY,
        stream       uuid    NOT NULL,
        version      bigint  NOT NULL,
        account      text    NOT NULL,
        statement    text    NOT NULL,
        line         integer NOT NULL,
        bucket       text    NOT NULL,
        cents        bigint  NOT NULL,
        booked_on    date    NOT NULL,
        reference    text,
        batch        text,
        reason       text,
        matched_as   text,
        matched_with text,
        UNIQUE (stream, version)
    );

    -- Double entry: what every money fact posts, one row an account, month and element. Each entry balances on each date.
    CREATE TABLE IF NOT EXISTS postings (
        position      bigint           NOT NULL,
        line          integer          NOT NULL,
        municipality  text             NOT NULL,
        case_number   text COLLATE "C" NOT NULL,
        employer      text             NOT NULL,
        run           text,
        topic         text             NOT NULL,
        account       text             NOT NULL,
        month         date,
        element       text,
        debit_cents   bigint           NOT NULL CHECK (debit_cents >= 0),
        credit_cents  bigint           NOT NULL CHECK (credit_cents >= 0),
        booked_on     date             NOT NULL,
        value_date    date,
        PRIMARY KEY (position, line),
        CHECK (debit_cents = 0 OR credit_cents = 0)
    );
    ALTER TABLE postings ADD COLUMN IF NOT EXISTS value_date date;
    CREATE INDEX IF NOT EXISTS postings_municipality ON postings (municipality, position);
    CREATE INDEX IF NOT EXISTS postings_case ON postings (case_number);
    CREATE OR REPLACE TRIGGER balanced
        AFTER INSERT ON postings REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION projection.check_balanced();

    -- All that is due of a case, as the calculation gives it whole; the movements must add up to it (R33).
    CREATE TABLE IF NOT EXISTS balances (
        case_number       text COLLATE "C" NOT NULL PRIMARY KEY,
        due_subsidy_cents bigint           NOT NULL,
        due_charges_cents bigint           NOT NULL
    );

    CREATE TABLE IF NOT EXISTS schedule_notes (
        case_number text COLLATE "C" NOT NULL,
        element     text             NOT NULL,
        first_month date             NOT NULL,
        last_month  date             NOT NULL,
        reason      text             NOT NULL
    );
    CREATE INDEX IF NOT EXISTS schedule_notes_case ON schedule_notes (case_number);

    CREATE TABLE IF NOT EXISTS payment_days (
        month       date NOT NULL PRIMARY KEY,
        payment_day date NOT NULL UNIQUE
    );
END $$;

-- The public views, over the tables of the schema `place`. Their columns are stable: only added to, and at the end.
CREATE OR REPLACE FUNCTION projection.make_views(place text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(place) || ', pg_temp', true);

    CREATE OR REPLACE VIEW finance.movements WITH (security_barrier) AS
    SELECT
        m.municipality,
        m.employer_number,
        m.case_number,
        m.month,
        m.element,
        m.kind,
        m.subsidy_cents,
        m.charges_cents,
        m.subsidy_cents + m.charges_cents AS total_cents,
        m.booked_on,
        m.value_date,
        m.origin,
        m.known_on,
        m.position,
        e.recorded_at,
        m.route,
        m.sheltered,
        m.taken_over
    FROM movements m
    LEFT JOIN ledger.ledger_events e ON e.notification_id = m.position
    WHERE (SELECT ledger.sees_everything())
    UNION ALL
    SELECT
        m.municipality,
        m.employer_number,
        m.case_number,
        m.month,
        m.element,
        m.kind,
        m.subsidy_cents,
        m.charges_cents,
        m.subsidy_cents + m.charges_cents AS total_cents,
        m.booked_on,
        m.value_date,
        m.origin,
        m.known_on,
        m.position,
        e.recorded_at,
        m.route,
        m.sheltered,
        m.taken_over
    FROM movements m
    LEFT JOIN ledger.ledger_events e ON e.notification_id = m.position
    WHERE m.municipality = ANY ((SELECT ledger.municipalities())::text[]);

    CREATE OR REPLACE VIEW finance.case_employers WITH (security_barrier) AS
    SELECT
        w.municipality,
        w.case_number,
        w.employer_number,
        w.position
    FROM (
        SELECT s.* FROM case_employers s WHERE (SELECT ledger.sees_everything())
        UNION ALL
        SELECT s.* FROM case_employers s WHERE s.municipality = ANY ((SELECT ledger.municipalities())::text[])
    ) w;

    CREATE OR REPLACE VIEW finance.municipalities WITH (security_barrier) AS
    SELECT s.municipality, min(s.starts_on) AS first_day
    FROM (
        SELECT s.* FROM subsidies s WHERE (SELECT ledger.sees_everything())
        UNION ALL
        SELECT s.* FROM subsidies s WHERE s.municipality = ANY ((SELECT ledger.municipalities())::text[])
    ) s
    GROUP BY s.municipality;

    CREATE OR REPLACE VIEW finance.sign_offs WITH (security_barrier) AS
    SELECT
        o.municipality,
        o.period,
        o.kind,
        o.first_day,
        o.last_day,
        o.position,
        o.digest,
        o.entry,
        o.reopened
    FROM sign_offs o
    WHERE (SELECT ledger.sees_everything()) OR o.municipality = ANY ((SELECT ledger.municipalities())::text[]);

    CREATE OR REPLACE VIEW inspection.measurements WITH (security_barrier) AS
    SELECT
        m.case_number,
        m.municipality,
        m.measured_on,
        m.reported_on,
        m.report_due,
        m.reported_on > m.report_due AS late,
        m.wage_value,
        m.method,
        m.expert,
        m.provider,
        m.supervisor,
        m.certificate,
        m.certificate_until,
        m.certified,
        m.draft_discussed_on,
        m.commented,
        m.second_look_on,
        m.established_on,
        m.established_wage_value,
        m.status,
        m.entry
    FROM measurements m
    WHERE (SELECT ledger.sees_everything()) OR m.municipality = ANY ((SELECT ledger.municipalities())::text[]);

    -- For commands; no interface of others.
    CREATE OR REPLACE VIEW ledger.cases WITH (security_barrier) AS
    SELECT
        s.case_number,
        s.municipality,
        s.person_number,
        s.employer_number,
        s.status,
        s.basis,
        s.route,
        s.wage_value,
        s.starts_on,
        s.ends_on,
        s.employment_start,
        s.employment_end,
        s.contract_form,
        s.hours,
        s.sheltered,
        s.hold
    FROM (
        SELECT s.* FROM subsidies s WHERE (SELECT ledger.sees_everything())
        UNION ALL
        SELECT s.* FROM subsidies s WHERE s.municipality = ANY ((SELECT ledger.municipalities())::text[])
    ) s;


    CREATE OR REPLACE VIEW finance.payments WITH (security_barrier) AS
    SELECT
        s.municipality,
        p.employer_number,
        p.case_number,
        p.run,
        p.reference,
        p.account,
        p.booked_on,
        p.execution_day,
        p.booked_subsidy_cents,
        p.booked_charges_cents,
        p.sent_subsidy_cents,
        p.sent_charges_cents,
        p.sent_subsidy_cents + p.sent_charges_cents AS sent_cents,
        p.returned_on,
        p.return_reason,
        p.position,
        p.confirmed_on,
        p.status
    FROM payments p
    JOIN (
        SELECT s.case_number, s.municipality FROM subsidies s WHERE (SELECT ledger.sees_everything())
        UNION ALL
        SELECT s.case_number, s.municipality FROM subsidies s WHERE s.municipality = ANY ((SELECT ledger.municipalities())::text[])
    ) s ON s.case_number = p.case_number;

    CREATE OR REPLACE VIEW finance.runs WITH (security_barrier) AS
    SELECT
        r.run,
        r.municipality,
        r.month,
        r.payment_day,
        r.execution_day,
        r.cases,
        r.subsidy_cents,
        r.charges_cents,
        r.sent_cents,
        r.left_out,
        r.status,
        r.file_digest,
        r.exported_on,
        r.answered_on,
        r.reason
    FROM runs r
    WHERE (SELECT ledger.sees_everything()) OR r.municipality = ANY ((SELECT ledger.municipalities())::text[]);

    CREATE OR REPLACE VIEW finance.unmatched WITH (security_barrier) AS
    SELECT
        l.position,
        l.account,
        l.statement,
        l.line,
        l.bucket,
        l.cents,
        l.booked_on,
        l.reference,
        l.batch,
        l.reason
    FROM bank_lines l
    WHERE l.matched_as IS NULL AND ((SELECT ledger.sees_everything()) OR
        '' = ANY ((SELECT ledger.municipalities())::text[]) AND l.stream <> ALL ((SELECT ledger.hidden_streams())::uuid[]));

    CREATE OR REPLACE VIEW finance.postings WITH (security_barrier) AS
    SELECT
        p.position,
        p.line,
        p.municipality,
        p.booked_on,
        p.account,
        p.debit_cents,
        p.credit_cents,
        p.case_number,
        p.employer AS employer_number,
        p.run,
        p.month,
        p.element,
        p.topic,
        p.value_date
    FROM (
        SELECT s.* FROM postings s WHERE (SELECT ledger.sees_everything())
        UNION ALL
        SELECT s.* FROM postings s WHERE s.municipality = ANY ((SELECT ledger.municipalities())::text[])
    ) p;

    CREATE OR REPLACE VIEW finance.schedule WITH (security_barrier) AS
    WITH amounts AS (
        SELECT
            m.case_number, m.month, m.element, m.kind, m.position, m.subsidy_cents, m.charges_cents, m.origin,
            m.booked_on, m.known_on, m.taken_over, NULL::text AS reason
        FROM movements m
        UNION ALL
        SELECT n.case_number, listed.month::date, n.element, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, n.reason
        FROM schedule_notes n
        CROSS JOIN LATERAL generate_series(n.first_month::timestamp, n.last_month, '1 month') AS listed (month)
    ), months AS (
        SELECT
            s.municipality,
            s.employer_number,
            s.case_number,
            a.month,
            a.element,
            coalesce(sum(a.subsidy_cents) FILTER (WHERE a.kind = 'due'), 0)::bigint AS due_subsidy_cents,
            coalesce(sum(a.charges_cents) FILTER (WHERE a.kind = 'due'), 0)::bigint AS due_charges_cents,
            coalesce(sum(a.subsidy_cents) FILTER (WHERE a.kind = 'booked'), 0)::bigint AS booked_subsidy_cents,
            coalesce(sum(a.charges_cents) FILTER (WHERE a.kind = 'booked'), 0)::bigint AS booked_charges_cents,
            coalesce(sum(CASE a.kind WHEN 'sent' THEN a.subsidy_cents WHEN 'returned' THEN -a.subsidy_cents END), 0)::bigint
                AS sent_subsidy_cents,
            coalesce(sum(CASE a.kind WHEN 'sent' THEN a.charges_cents WHEN 'returned' THEN -a.charges_cents END), 0)::bigint
                AS sent_charges_cents,
            coalesce(sum(a.subsidy_cents) FILTER (WHERE a.kind IN ('received', 'written_off')), 0)::bigint
                AS back_subsidy_cents,
            coalesce(sum(a.charges_cents) FILTER (WHERE a.kind IN ('received', 'written_off')), 0)::bigint
                AS back_charges_cents,
            coalesce(sum(a.subsidy_cents) FILTER (WHERE a.kind = 'received'), 0)::bigint AS received_subsidy_cents,
            coalesce(sum(a.charges_cents) FILTER (WHERE a.kind = 'received'), 0)::bigint AS received_charges_cents,
            count(*) FILTER (WHERE a.kind = 'booked') > 0 AS is_booked,
            coalesce(bool_or(a.taken_over), false) AS is_taken_over,
            (array_agg(a.origin ORDER BY a.position DESC) FILTER (WHERE a.kind = 'sent'))[1] AS run,
            (array_agg(a.booked_on ORDER BY a.position DESC) FILTER (WHERE a.kind = 'sent'))[1] AS paid_on,
            min(a.known_on) FILTER (WHERE a.kind = 'due') AS known_on,
            min(a.reason) AS reason,
            CASE WHEN s.hold IS NOT NULL THEN 'held'
                WHEN w.hold IS NOT NULL THEN 'employer_held'
                WHEN w.account_blocked IS NOT NULL THEN 'account_blocked'
                WHEN s.opening IS NOT NULL AND o.signed IS NOT TRUE THEN 'opening_unsigned'
            END AS obstacle,
            s.first_run
        FROM (
            SELECT s.* FROM subsidies s WHERE (SELECT ledger.sees_everything())
            UNION ALL
            SELECT s.* FROM subsidies s WHERE s.municipality = ANY ((SELECT ledger.municipalities())::text[])
        ) s
        JOIN amounts a ON a.case_number = s.case_number
        LEFT JOIN employers w ON w.employer_number = s.employer_number
        LEFT JOIN openings o ON o.opening = s.opening
        GROUP BY
            s.municipality, s.employer_number, s.case_number, a.month, a.element, s.hold, s.opening, s.first_run,
            w.hold, w.account_blocked, o.signed
    ), judged AS (
        SELECT
            m.*,
            CASE
                WHEN m.reason = 'settled_elsewhere' THEN 'settled_elsewhere'
                WHEN m.is_booked AND (m.sent_subsidy_cents - m.back_subsidy_cents, m.sent_charges_cents - m.back_charges_cents)
                        = (m.booked_subsidy_cents, m.booked_charges_cents)
                    THEN CASE WHEN m.is_taken_over THEN 'settled_elsewhere' ELSE 'paid' END
                WHEN m.is_booked THEN 'booked'
                WHEN m.reason = 'hours_unknown' THEN 'unknown'
                WHEN m.due_subsidy_cents = 0 AND m.due_charges_cents = 0 THEN 'not_due'
                WHEN m.obstacle IS NOT NULL THEN 'held'
                ELSE 'due'
            END AS status
        FROM months m
    )
    SELECT
        j.municipality,
        j.employer_number,
        j.case_number,
        j.month,
        j.element,
        j.status,
        coalesce(
            j.reason,
            CASE WHEN j.status IN ('booked', 'held') THEN j.obstacle END,
            CASE
                WHEN j.status = 'booked' AND j.booked_subsidy_cents + j.booked_charges_cents + j.back_subsidy_cents
                    + j.back_charges_cents < j.sent_subsidy_cents + j.sent_charges_cents THEN 'overpaid'
                WHEN j.status = 'booked' THEN 'payable'
            END,
            CASE WHEN j.status = 'due' AND j.first_run > j.month THEN 'starts_later' END
        ) AS reason,
        CASE
            WHEN j.status IN ('paid', 'settled_elsewhere') THEN j.paid_on
            WHEN j.status IN ('due', 'held') THEN (
                SELECT d.payment_day
                FROM payment_days d
                WHERE d.month >= j.month AND d.month >= j.first_run AND d.payment_day > j.known_on
                ORDER BY d.month
                LIMIT 1
            )
        END AS payment_day,
        CASE WHEN j.status IN ('paid', 'settled_elsewhere') THEN j.run END AS run,
        j.due_subsidy_cents,
        j.due_charges_cents,
        j.booked_subsidy_cents,
        j.booked_charges_cents,
        j.sent_subsidy_cents,
        j.sent_charges_cents,
        j.received_subsidy_cents,
        j.received_charges_cents
    FROM judged j;
END $$;

-- End a rebuild that was only to compare with, or that was broken off.
CREATE OR REPLACE FUNCTION projection.drop_rebuild() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    leftover text;
BEGIN
    FOR leftover IN SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = 'projection_next'::regnamespace AND c.relkind = 'r'
    LOOP
        EXECUTE format('DROP TABLE projection_next.%I', leftover);
    END LOOP;
END $$;

-- Begin a rebuild: empty tables beside those that are read.
CREATE OR REPLACE FUNCTION projection.begin_rebuild() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM projection.drop_rebuild();
    PERFORM projection.make_tables('projection_next');
    PERFORM ledger.grant_privileges();
END $$;

-- End a rebuild: the new tables take the place of those that were read, and the views read them, all at once.
CREATE OR REPLACE FUNCTION projection.finish_rebuild() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    name text;
BEGIN
    PERFORM projection.make_views('projection_next');
    FOR name IN SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = 'projection_next'::regnamespace AND c.relkind = 'r'
    LOOP
        EXECUTE format('DROP TABLE projection.%I', name);
        EXECUTE format('ALTER TABLE projection_next.%I SET SCHEMA projection', name);
    END LOOP;
    PERFORM ledger.grant_privileges();
END $$;

SELECT projection.make_tables('projection');
SELECT projection.make_views('projection');

-- The hashes that the root of the tree over the first entries is made of: of its complete subtrees of 256 and more, and of
-- the leaves after these. They say nothing about anybody, so whoever may print a report may print its checkpoint.
CREATE OR REPLACE FUNCTION projection.tree_at(size bigint) RETURNS TABLE (level integer, place bigint, hash bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT t.level, t.place, t.hash
    FROM generate_series(8, 62) AS l (level)
    JOIN projection.tree t ON t.level = l.level AND t.place = (tree_at.size >> l.level) - 1
    WHERE (tree_at.size >> l.level) & 1 = 1
    UNION ALL
    SELECT 0, e.notification_id - 1, sha256('\x00'::bytea || e.seal)
    FROM ledger.ledger_events e
    WHERE e.notification_id > tree_at.size & ~255::bigint AND e.notification_id <= tree_at.size
$$;

-- How far the log is projected: for those who wait for the projector and may not see its tables.
CREATE OR REPLACE FUNCTION projection.reached() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT p.position FROM projection.progress p
$$;

------------------------------------------------------------------------------------------------------------------------
-- Books: what finance asks about a quarter, a year or a day, as known at any position (R33, R34). Bound when created to the
-- views above, which keep their identity through a rebuild, and through them to whatever tables these read.
------------------------------------------------------------------------------------------------------------------------

-- What a report of a period knows: up to the position of its sign-off, as far as that was known then; else known_at.
CREATE OR REPLACE FUNCTION finance.report_position(municipality text, kind text, first_day date, known_at bigint DEFAULT NULL)
    RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(
        (
            SELECT s.position
            FROM finance.sign_offs s
            WHERE s.municipality = report_position.municipality AND s.kind = report_position.kind
                AND s.first_day = report_position.first_day
                AND s.entry <= coalesce(report_position.known_at, 9223372036854775807)
                AND (s.reopened IS NULL OR s.reopened > coalesce(report_position.known_at, 9223372036854775807))
            ORDER BY s.entry DESC
            LIMIT 1
        ),
        report_position.known_at,
        9223372036854775807
    );
END;

-- The employer of each case of a municipality as known at a position.
CREATE OR REPLACE FUNCTION finance.employers_at(municipality text, known_at bigint DEFAULT NULL)
    RETURNS TABLE (case_number text, employer_number text)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT DISTINCT ON (w.case_number) w.case_number, w.employer_number
    FROM finance.case_employers w
    WHERE w.municipality = employers_at.municipality
        AND w.position <= coalesce(employers_at.known_at, 9223372036854775807)
    ORDER BY w.case_number, w.position DESC;
END;

-- Both identities of R33 by case, and by month where that is asked. What a report shows as its opening is what the report of the
-- quarter before had as its closing; all else that is known by then is of this quarter, so a line is never in two reports and
-- never in none. Opening, flows and closing are added up apart.
CREATE OR REPLACE FUNCTION finance.reconciliation_sums(municipality text, quarter date, known_at bigint, monthly boolean)
    RETURNS TABLE (
    case_number text, month date,
    opening_unbooked_cents bigint, change_of_due_cents bigint, due_earlier_cents bigint, booked_cents bigint,
    booked_subsidy_cents bigint, booked_charges_cents bigint, booked_earlier_cents bigint,
    taken_over_booked_cents bigint, closing_unbooked_cents bigint, opening_payable_cents bigint,
    sent_cents bigint, taken_over_sent_cents bigint, returned_cents bigint, received_cents bigint,
    written_off_cents bigint, closing_payable_cents bigint
    )
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH closing AS (
        SELECT
            d.first_day,
            (d.first_day + interval '3 months')::date AS next_day,
            (d.first_day - interval '3 months')::date AS previous_day,
            finance.report_position(
                reconciliation_sums.municipality, 'quarter', d.first_day, reconciliation_sums.known_at
            ) AS position
        FROM (SELECT date_trunc('quarter', reconciliation_sums.quarter::timestamp)::date AS first_day) d
    ), bounds AS MATERIALIZED (
        SELECT
            c.*,
            finance.report_position(reconciliation_sums.municipality, 'quarter', c.previous_day, c.position)
                AS opening_position
        FROM closing c
    ), amounts AS (
        SELECT
            m.case_number,
            m.month,
            m.kind,
            m.taken_over,
            m.subsidy_cents,
            m.charges_cents,
            m.total_cents AS cents,
            CASE m.kind WHEN 'due' THEN m.total_cents WHEN 'booked' THEN -m.total_cents END AS unbooked,
            CASE m.kind WHEN 'due' THEN NULL WHEN 'sent' THEN -m.total_cents ELSE m.total_cents END AS payable,
            m.position <= b.opening_position AND coalesce(m.booked_on, m.month) < b.first_day AS opened,
            m.month < coalesce(date_trunc('quarter', m.booked_on::timestamp)::date, b.first_day) AS earlier
        FROM bounds b
        JOIN finance.movements m
            ON m.municipality = reconciliation_sums.municipality AND m.position <= b.position
            AND coalesce(m.booked_on, m.month) < b.next_day
    )
    SELECT
        a.case_number,
        CASE WHEN reconciliation_sums.monthly THEN a.month END,
        coalesce(sum(a.unbooked) FILTER (WHERE a.opened), 0)::bigint,
        coalesce(sum(a.cents) FILTER (WHERE NOT a.opened AND a.kind = 'due'), 0)::bigint,
        coalesce(sum(a.cents) FILTER (WHERE NOT a.opened AND a.kind = 'due' AND a.earlier), 0)::bigint,
        coalesce(sum(a.cents) FILTER (WHERE NOT a.opened AND a.kind = 'booked'), 0)::bigint,
        coalesce(sum(a.subsidy_cents) FILTER (WHERE NOT a.opened AND a.kind = 'booked'), 0)::bigint,
        coalesce(sum(a.charges_cents) FILTER (WHERE NOT a.opened AND a.kind = 'booked'), 0)::bigint,
        coalesce(sum(a.cents) FILTER (WHERE NOT a.opened AND a.kind = 'booked' AND a.earlier), 0)::bigint,
        coalesce(sum(a.cents) FILTER (WHERE NOT a.opened AND a.kind = 'booked' AND a.taken_over), 0)::bigint,
        coalesce(sum(a.unbooked), 0)::bigint,
        coalesce(sum(a.payable) FILTER (WHERE a.opened), 0)::bigint,
        coalesce(sum(a.cents) FILTER (WHERE NOT a.opened AND a.kind = 'sent'), 0)::bigint,
        coalesce(sum(a.cents) FILTER (WHERE NOT a.opened AND a.kind = 'sent' AND a.taken_over), 0)::bigint,
        coalesce(sum(a.cents) FILTER (WHERE NOT a.opened AND a.kind = 'returned'), 0)::bigint,
        coalesce(sum(a.cents) FILTER (WHERE NOT a.opened AND a.kind = 'received'), 0)::bigint,
        coalesce(sum(a.cents) FILTER (WHERE NOT a.opened AND a.kind = 'written_off'), 0)::bigint,
        coalesce(sum(a.payable), 0)::bigint
    FROM amounts a
    GROUP BY a.case_number, CASE WHEN reconciliation_sums.monthly THEN a.month END
    HAVING NOT bool_and(a.opened) OR sum(a.unbooked) <> 0 OR sum(a.payable) <> 0;
END;

-- The same by case and month, under the employer of the case as known then.
CREATE OR REPLACE FUNCTION finance.reconciliation_lines(municipality text, quarter date, known_at bigint DEFAULT NULL)
    RETURNS TABLE (
    employer_number text, case_number text, month date,
    opening_unbooked_cents bigint, change_of_due_cents bigint, due_earlier_cents bigint, booked_cents bigint,
    booked_subsidy_cents bigint, booked_charges_cents bigint, booked_earlier_cents bigint,
    taken_over_booked_cents bigint, closing_unbooked_cents bigint, opening_payable_cents bigint,
    sent_cents bigint, taken_over_sent_cents bigint, returned_cents bigint, received_cents bigint,
    written_off_cents bigint, closing_payable_cents bigint
    )
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        e.employer_number,
        s.*
    FROM finance.reconciliation_sums(
        reconciliation_lines.municipality, reconciliation_lines.quarter, reconciliation_lines.known_at, true
    ) s
    LEFT JOIN finance.employers_at(
        reconciliation_lines.municipality,
        finance.report_position(
            reconciliation_lines.municipality, 'quarter',
            date_trunc('quarter', reconciliation_lines.quarter::timestamp)::date, reconciliation_lines.known_at
        )
    ) e ON e.case_number = s.case_number;
END;

-- The same by case. What is set off is set off within one case only (R30), so what we owe and what is owed to us is apart here.
CREATE OR REPLACE FUNCTION finance.reconciliation_cases(municipality text, quarter date, known_at bigint DEFAULT NULL)
    RETURNS TABLE (
    employer_number text, case_number text,
    opening_unbooked_cents bigint, change_of_due_cents bigint, due_earlier_cents bigint, booked_cents bigint,
    booked_subsidy_cents bigint, booked_charges_cents bigint, booked_earlier_cents bigint,
    taken_over_booked_cents bigint, closing_unbooked_cents bigint, opening_payable_cents bigint,
    sent_cents bigint, taken_over_sent_cents bigint, returned_cents bigint, received_cents bigint,
    written_off_cents bigint, closing_payable_cents bigint,
    opening_we_owe_cents bigint, opening_owed_to_us_cents bigint, closing_we_owe_cents bigint, closing_owed_to_us_cents bigint
    )
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        e.employer_number,
        s.case_number,
        s.opening_unbooked_cents,
        s.change_of_due_cents,
        s.due_earlier_cents,
        s.booked_cents,
        s.booked_subsidy_cents,
        s.booked_charges_cents,
        s.booked_earlier_cents,
        s.taken_over_booked_cents,
        s.closing_unbooked_cents,
        s.opening_payable_cents,
        s.sent_cents,
        s.taken_over_sent_cents,
        s.returned_cents,
        s.received_cents,
        s.written_off_cents,
        s.closing_payable_cents,
        greatest(s.opening_payable_cents, 0),
        greatest(-s.opening_payable_cents, 0),
        greatest(s.closing_payable_cents, 0),
        greatest(-s.closing_payable_cents, 0)
    FROM finance.reconciliation_sums(
        reconciliation_cases.municipality, reconciliation_cases.quarter, reconciliation_cases.known_at, false
    ) s
    LEFT JOIN finance.employers_at(
        reconciliation_cases.municipality,
        finance.report_position(
            reconciliation_cases.municipality, 'quarter',
            date_trunc('quarter', reconciliation_cases.quarter::timestamp)::date, reconciliation_cases.known_at
        )
    ) e ON e.case_number = s.case_number;
END;

-- The same of the whole municipality: always one row.
CREATE OR REPLACE FUNCTION finance.reconciliation(municipality text, quarter date, known_at bigint DEFAULT NULL)
    RETURNS TABLE (
    opening_unbooked_cents bigint, change_of_due_cents bigint, due_earlier_cents bigint, booked_cents bigint,
    booked_subsidy_cents bigint, booked_charges_cents bigint, booked_earlier_cents bigint,
    taken_over_booked_cents bigint, closing_unbooked_cents bigint, opening_payable_cents bigint,
    sent_cents bigint, taken_over_sent_cents bigint, returned_cents bigint, received_cents bigint,
    written_off_cents bigint, closing_payable_cents bigint,
    opening_we_owe_cents bigint, opening_owed_to_us_cents bigint, closing_we_owe_cents bigint, closing_owed_to_us_cents bigint
    )
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        coalesce(sum(c.opening_unbooked_cents), 0)::bigint,
        coalesce(sum(c.change_of_due_cents), 0)::bigint,
        coalesce(sum(c.due_earlier_cents), 0)::bigint,
        coalesce(sum(c.booked_cents), 0)::bigint,
        coalesce(sum(c.booked_subsidy_cents), 0)::bigint,
        coalesce(sum(c.booked_charges_cents), 0)::bigint,
        coalesce(sum(c.booked_earlier_cents), 0)::bigint,
        coalesce(sum(c.taken_over_booked_cents), 0)::bigint,
        coalesce(sum(c.closing_unbooked_cents), 0)::bigint,
        coalesce(sum(c.opening_payable_cents), 0)::bigint,
        coalesce(sum(c.sent_cents), 0)::bigint,
        coalesce(sum(c.taken_over_sent_cents), 0)::bigint,
        coalesce(sum(c.returned_cents), 0)::bigint,
        coalesce(sum(c.received_cents), 0)::bigint,
        coalesce(sum(c.written_off_cents), 0)::bigint,
        coalesce(sum(c.closing_payable_cents), 0)::bigint,
        coalesce(sum(greatest(c.opening_payable_cents, 0)), 0)::bigint,
        coalesce(sum(greatest(-c.opening_payable_cents, 0)), 0)::bigint,
        coalesce(sum(greatest(c.closing_payable_cents, 0)), 0)::bigint,
        coalesce(sum(greatest(-c.closing_payable_cents, 0)), 0)::bigint
    FROM finance.reconciliation_sums(
        reconciliation.municipality, reconciliation.quarter, reconciliation.known_at, false
    ) c;
END;

-- The entries behind one line: each movement once, and whether it was in the opening already.
CREATE OR REPLACE FUNCTION finance.reconciliation_entries(
    municipality text, quarter date, case_number text, month date, known_at bigint DEFAULT NULL
) RETURNS TABLE (
    "position" bigint, opening boolean, kind text, element text, route text, origin text, employer_number text,
    subsidy_cents bigint, charges_cents bigint, total_cents bigint, booked_on date, value_date date, known_on date
    )
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH closing AS (
        SELECT
            d.first_day,
            finance.report_position(
                reconciliation_entries.municipality, 'quarter', d.first_day, reconciliation_entries.known_at
            ) AS position
        FROM (SELECT date_trunc('quarter', reconciliation_entries.quarter::timestamp)::date AS first_day) d
    ), bounds AS MATERIALIZED (
        SELECT
            c.*,
            finance.report_position(
                reconciliation_entries.municipality, 'quarter', (c.first_day - interval '3 months')::date, c.position
            ) AS opening_position
        FROM closing c
    )
    SELECT
        m.position,
        m.position <= b.opening_position AND coalesce(m.booked_on, m.month) < b.first_day,
        m.kind,
        m.element,
        m.route,
        m.origin,
        m.employer_number,
        m.subsidy_cents,
        m.charges_cents,
        m.total_cents,
        m.booked_on,
        m.value_date,
        m.known_on
    FROM bounds b
    JOIN finance.movements m
        ON m.municipality = reconciliation_entries.municipality
        AND m.case_number = reconciliation_entries.case_number AND m.month = reconciliation_entries.month
        AND m.position <= b.position AND coalesce(m.booked_on, m.month) < (b.first_day + interval '3 months')::date;
END;

-- One calendar year by the date in the books, split by the year that the months belong to and by how they were paid. Net is
-- what was booked: a settlement has lowered it before anything comes back, so a receipt never lowers it again. Gross is net and
-- what employers paid back. A receipt has the route on which most of its month was booked.
CREATE OR REPLACE FUNCTION finance.year_statement_at(
    of_year integer, known_at bigint DEFAULT NULL, of_municipality text DEFAULT NULL
) RETURNS TABLE (
    municipality text, booked_in integer, belongs_to integer, category text,
    gross_subsidy_cents bigint, gross_charges_cents bigint, receipts_subsidy_cents bigint,
    receipts_charges_cents bigint, net_subsidy_cents bigint, net_charges_cents bigint, gross_cents bigint,
    receipts_cents bigint, net_cents bigint, written_off_cents bigint, taken_over_cents bigint
    )
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH bounds AS MATERIALIZED (
        SELECT
            p.municipality,
            make_date(year_statement_at.of_year, 1, 1) AS first_day,
            make_date(year_statement_at.of_year, 12, 31) AS last_day,
            finance.report_position(p.municipality, 'year', make_date(year_statement_at.of_year, 1, 1), year_statement_at.known_at)
                AS position
        FROM finance.municipalities p
        WHERE year_statement_at.of_municipality IS NULL OR p.municipality = year_statement_at.of_municipality
    ), amounts AS (
        SELECT
            m.municipality,
            m.kind,
            m.month,
            m.taken_over,
            m.subsidy_cents,
            m.charges_cents,
            CASE
                WHEN m.sheltered THEN 'sheltered'
                WHEN m.kind = 'booked' AND NOT m.taken_over THEN m.route
                WHEN m.kind = 'booked' THEN 'regular'
                ELSE coalesce((
                    SELECT o.route
                    FROM finance.movements o
                    WHERE o.case_number = m.case_number AND o.month = m.month AND o.element = m.element
                        AND o.kind = 'booked' AND NOT o.taken_over AND o.position <= b.position
                    GROUP BY o.route
                    ORDER BY sum(o.total_cents) DESC, o.route
                    LIMIT 1
                ), 'regular')
            END AS category
        FROM bounds b
        CROSS JOIN LATERAL (
            SELECT n.*
            FROM finance.movements n
            WHERE n.municipality = b.municipality AND n.position <= b.position
                AND n.booked_on BETWEEN b.first_day AND b.last_day AND n.kind IN ('booked', 'received', 'written_off')
        ) m
    ), sums AS (
        SELECT
            a.municipality,
            extract(year FROM a.month)::integer AS belongs_to,
            a.category,
            coalesce(sum(a.subsidy_cents) FILTER (WHERE a.kind = 'received'), 0)::bigint AS receipts_subsidy,
            coalesce(sum(a.charges_cents) FILTER (WHERE a.kind = 'received'), 0)::bigint AS receipts_charges,
            coalesce(sum(a.subsidy_cents) FILTER (WHERE a.kind = 'booked' AND NOT a.taken_over), 0)::bigint AS net_subsidy,
            coalesce(sum(a.charges_cents) FILTER (WHERE a.kind = 'booked' AND NOT a.taken_over), 0)::bigint AS net_charges,
            coalesce(sum(a.subsidy_cents + a.charges_cents) FILTER (WHERE a.kind = 'written_off'), 0)::bigint AS written_off,
            coalesce(sum(a.subsidy_cents + a.charges_cents) FILTER (WHERE a.taken_over), 0)::bigint AS taken_over
        FROM amounts a
        GROUP BY a.municipality, extract(year FROM a.month), a.category
    )
    SELECT
        s.municipality,
        year_statement_at.of_year,
        s.belongs_to,
        s.category,
        s.net_subsidy + s.receipts_subsidy,
        s.net_charges + s.receipts_charges,
        s.receipts_subsidy,
        s.receipts_charges,
        s.net_subsidy,
        s.net_charges,
        s.net_subsidy + s.net_charges + s.receipts_subsidy + s.receipts_charges,
        s.receipts_subsidy + s.receipts_charges,
        s.net_subsidy + s.net_charges,
        s.written_off,
        s.taken_over
    FROM sums s;
END;

-- The business day of an entry, or today where that is later: until when months count that nobody named.
CREATE OR REPLACE FUNCTION finance.day_at(known_at bigint DEFAULT NULL) RETURNS date
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT greatest(
        (convert_from(c.cause, 'UTF8')::jsonb ->> 'today')::date,
        (CASE WHEN day_at.known_at IS NULL THEN now() ELSE e.recorded_at END AT TIME ZONE 'Europe/Amsterdam')::date
    )
    FROM ledger.ledger_events e
    CROSS JOIN LATERAL (
        SELECT f.cause
        FROM ledger.ledger_events f
        WHERE f.intent_key IS NOT NULL AND f.notification_id <= e.notification_id
        ORDER BY f.notification_id DESC
        LIMIT 1
    ) c
    WHERE e.notification_id = (
        SELECT max(l.notification_id)
        FROM ledger.ledger_events l
        WHERE l.notification_id <= coalesce(day_at.known_at, 9223372036854775807)
    );
END;

-- What is due by case, month and element, what was booked of it, and the difference.
CREATE OR REPLACE FUNCTION finance.due_at(known_at bigint DEFAULT NULL) RETURNS TABLE (
    municipality text, employer_number text, case_number text, month date, element text,
    due_subsidy_cents bigint, due_charges_cents bigint, due_cents bigint, booked_cents bigint, unbooked_cents bigint
    )
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT
        s.municipality,
        e.employer_number,
        s.case_number,
        s.month,
        s.element,
        s.due_subsidy_cents,
        s.due_charges_cents,
        s.due_subsidy_cents + s.due_charges_cents,
        s.booked_cents,
        s.due_subsidy_cents + s.due_charges_cents - s.booked_cents
    FROM (
        SELECT
            m.municipality,
            m.case_number,
            m.month,
            m.element,
            coalesce(sum(m.subsidy_cents) FILTER (WHERE m.kind = 'due'), 0)::bigint AS due_subsidy_cents,
            coalesce(sum(m.charges_cents) FILTER (WHERE m.kind = 'due'), 0)::bigint AS due_charges_cents,
            coalesce(sum(m.total_cents) FILTER (WHERE m.kind = 'booked'), 0)::bigint AS booked_cents
        FROM finance.movements m
        WHERE m.kind IN ('due', 'booked') AND m.position <= coalesce(due_at.known_at, 9223372036854775807)
        GROUP BY m.municipality, m.case_number, m.month, m.element
    ) s
    LEFT JOIN (
        SELECT DISTINCT ON (c.municipality, c.case_number) c.municipality, c.case_number, c.employer_number
        FROM finance.case_employers c
        WHERE c.position <= coalesce(due_at.known_at, 9223372036854775807)
        ORDER BY c.municipality, c.case_number, c.position DESC
    ) e ON e.municipality = s.municipality AND e.case_number = s.case_number
    WHERE (s.due_subsidy_cents, s.due_charges_cents, s.booked_cents) <> (0, 0, 0);
END;

-- By case: what is due up to the month of a day and not booked, and what is booked and not sent, each with since when. What is
-- payable has been so since the last day on which it was not, or was owed the other way.
CREATE OR REPLACE FUNCTION finance.outstanding_at(known_at bigint DEFAULT NULL, day date DEFAULT NULL) RETURNS TABLE (
    municipality text, employer_number text, case_number text,
    unbooked_cents bigint, unbooked_since date, payable_cents bigint, owed_to_us_cents bigint, payable_since date
    )
    LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH moment AS MATERIALIZED (
        SELECT
            coalesce(outstanding_at.known_at, 9223372036854775807) AS position,
            date_trunc('month', coalesce(outstanding_at.day, finance.day_at(outstanding_at.known_at))::timestamp)::date AS month
    ), months AS (
        SELECT
            m.municipality,
            m.case_number,
            m.month,
            coalesce(sum(CASE m.kind WHEN 'due' THEN m.total_cents WHEN 'booked' THEN -m.total_cents END), 0) AS unbooked,
            coalesce(sum(CASE m.kind WHEN 'due' THEN 0 WHEN 'sent' THEN -m.total_cents ELSE m.total_cents END), 0) AS payable
        FROM moment t
        JOIN finance.movements m ON m.position <= t.position AND (m.kind <> 'due' OR m.month <= t.month)
        GROUP BY m.municipality, m.case_number, m.month
    ), cases AS (
        SELECT
            o.municipality,
            o.case_number,
            sum(o.unbooked)::bigint AS unbooked,
            min(o.month) FILTER (WHERE o.unbooked <> 0) AS unbooked_since,
            sum(o.payable)::bigint AS payable
        FROM months o
        GROUP BY o.municipality, o.case_number
        HAVING bool_or(o.unbooked <> 0) OR sum(o.payable) <> 0
    )
    SELECT
        c.municipality,
        (
            SELECT w.employer_number
            FROM finance.case_employers w
            WHERE w.case_number = c.case_number AND w.position <= t.position
            ORDER BY w.position DESC
            LIMIT 1
        ),
        c.case_number,
        c.unbooked,
        c.unbooked_since,
        greatest(c.payable, 0),
        greatest(-c.payable, 0),
        CASE WHEN c.payable <> 0 THEN (
            SELECT min(r.booked_on) FILTER (WHERE r.booked_on > r.differed_on)
            FROM (
                SELECT
                    b.booked_on,
                    coalesce(max(b.booked_on) FILTER (WHERE sign(b.balance) <> sign(c.payable)) OVER (), '-infinity')
                        AS differed_on
                FROM (
                    SELECT
                        m.booked_on,
                        sum(sum(CASE m.kind WHEN 'sent' THEN -m.total_cents ELSE m.total_cents END))
                            OVER (ORDER BY m.booked_on) AS balance
                    FROM finance.movements m
                    WHERE m.case_number = c.case_number AND m.kind <> 'due' AND m.position <= t.position
                    GROUP BY m.booked_on
                ) b
            ) r
        ) END
    FROM moment t
    CROSS JOIN cases c;
END;

-- Due and not paid on a day, by case and month (overlopende post): months up to that of the day, less what was sent by then and
-- neither returned nor paid back. Negative: paid too much.
CREATE OR REPLACE FUNCTION finance.accrual(municipality text, day date, known_at bigint DEFAULT NULL) RETURNS TABLE (
    employer_number text, case_number text, month date,
    due_cents bigint, paid_cents bigint, unpaid_subsidy_cents bigint, unpaid_charges_cents bigint, unpaid_cents bigint
    )
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT
        (
            SELECT w.employer_number
            FROM finance.case_employers w
            WHERE w.case_number = s.case_number AND w.position <= coalesce(accrual.known_at, 9223372036854775807)
            ORDER BY w.position DESC
            LIMIT 1
        ),
        s.case_number,
        s.month,
        s.due_cents,
        s.due_cents - s.unpaid_subsidy_cents - s.unpaid_charges_cents,
        s.unpaid_subsidy_cents,
        s.unpaid_charges_cents,
        s.unpaid_subsidy_cents + s.unpaid_charges_cents
    FROM (
        SELECT
            m.case_number,
            m.month,
            coalesce(sum(m.total_cents) FILTER (WHERE m.kind = 'due'), 0)::bigint AS due_cents,
            coalesce(sum(CASE m.kind WHEN 'sent' THEN -m.subsidy_cents ELSE m.subsidy_cents END), 0)::bigint
                AS unpaid_subsidy_cents,
            coalesce(sum(CASE m.kind WHEN 'sent' THEN -m.charges_cents ELSE m.charges_cents END), 0)::bigint
                AS unpaid_charges_cents
        FROM finance.movements m
        WHERE m.municipality = accrual.municipality AND m.kind <> 'booked'
            AND m.position <= coalesce(accrual.known_at, 9223372036854775807)
            AND CASE m.kind WHEN 'due' THEN m.month ELSE m.booked_on END <= accrual.day
        GROUP BY m.case_number, m.month
    ) s
    WHERE (s.unpaid_subsidy_cents, s.unpaid_charges_cents) <> (0, 0);
END;

-- What the known cases come to in a year, month by month: due, booked of it, and what is still to be booked.
CREATE OR REPLACE FUNCTION finance.forecast(municipality text, year integer, known_at bigint DEFAULT NULL) RETURNS TABLE (
    month date, cases bigint, due_subsidy_cents bigint, due_charges_cents bigint, due_cents bigint, booked_cents bigint,
    to_come_cents bigint
    )
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT
        s.month,
        count(*) FILTER (WHERE s.due_subsidy_cents + s.due_charges_cents <> 0),
        sum(s.due_subsidy_cents)::bigint,
        sum(s.due_charges_cents)::bigint,
        sum(s.due_subsidy_cents + s.due_charges_cents)::bigint,
        sum(s.booked_cents)::bigint,
        sum(s.due_subsidy_cents + s.due_charges_cents - s.booked_cents)::bigint
    FROM (
        SELECT
            m.case_number,
            m.month,
            coalesce(sum(m.subsidy_cents) FILTER (WHERE m.kind = 'due'), 0) AS due_subsidy_cents,
            coalesce(sum(m.charges_cents) FILTER (WHERE m.kind = 'due'), 0) AS due_charges_cents,
            coalesce(sum(m.total_cents) FILTER (WHERE m.kind = 'booked'), 0) AS booked_cents
        FROM finance.movements m
        WHERE m.municipality = forecast.municipality AND m.kind IN ('due', 'booked')
            AND m.position <= coalesce(forecast.known_at, 9223372036854775807)
            AND m.month BETWEEN make_date(forecast.year, 1, 1) AND make_date(forecast.year, 12, 1)
        GROUP BY m.case_number, m.month
    ) s
    GROUP BY s.month;
END;

CREATE OR REPLACE VIEW finance.due WITH (security_barrier) AS
SELECT d.* FROM finance.due_at(NULL) d;

CREATE OR REPLACE VIEW finance.outstanding WITH (security_barrier) AS
SELECT o.* FROM finance.outstanding_at(NULL, NULL) o;

CREATE OR REPLACE VIEW finance.quarterly_reconciliation WITH (security_barrier) AS
SELECT
    p.municipality,
    to_char(q.first_day, 'YYYY"Q"Q') AS quarter,
    q.first_day::date AS first_day,
    s.entry AS signed_off,
    r.*
FROM finance.municipalities p
CROSS JOIN LATERAL generate_series(
    date_trunc('quarter', p.first_day::timestamp), finance.day_at(NULL)::timestamp, '3 months'
) AS q (first_day)
LEFT JOIN finance.sign_offs s
    ON s.municipality = p.municipality AND s.kind = 'quarter' AND s.first_day = q.first_day AND s.reopened IS NULL
CROSS JOIN LATERAL finance.reconciliation(p.municipality, q.first_day::date, NULL) r;

CREATE OR REPLACE VIEW finance.year_statement WITH (security_barrier) AS
SELECT
    y.*,
    s.entry AS signed_off
FROM finance.municipalities p
CROSS JOIN LATERAL generate_series(
    extract(year FROM p.first_day)::integer, extract(year FROM finance.day_at(NULL))::integer
) AS n (year)
CROSS JOIN LATERAL finance.year_statement_at(n.year, NULL, p.municipality) y
LEFT JOIN finance.sign_offs s
    ON s.municipality = p.municipality AND s.kind = 'year' AND s.first_day = make_date(n.year, 1, 1) AND s.reopened IS NULL;

COMMENT ON SCHEMA finance IS
    'What finance reads: stable, documented views. Amounts are euro cents; negative is less due, or owed to us.';

COMMENT ON SCHEMA inspection IS
    'What those who supervise and audit read: stable, documented views without personal data.';

COMMENT ON VIEW inspection.measurements IS
    'Every report of a wage value measurement (loonwaardebepaling), with who accounts for it and what was established on it.';
COMMENT ON COLUMN inspection.measurements.case_number IS 'The case (zaak).';
COMMENT ON COLUMN inspection.measurements.municipality IS 'CBS code of the municipality, GM0363.';
COMMENT ON COLUMN inspection.measurements.measured_on IS 'Day of the measurement.';
COMMENT ON COLUMN inspection.measurements.reported_on IS 'Day the report came in.';
COMMENT ON COLUMN inspection.measurements.report_due IS
    'Last day for the report: ten municipal working days after the measurement (R19).';
COMMENT ON COLUMN inspection.measurements.late IS 'Whether the report came in after that day.';
COMMENT ON COLUMN inspection.measurements.wage_value IS 'Wage value (loonwaarde) that was measured, in percent.';
COMMENT ON COLUMN inspection.measurements.method IS
    'ULM, the uniform method; another only for applications of before 1 July 2021 (art. 8 Besluit).';
COMMENT ON COLUMN inspection.measurements.expert IS 'Code of the expert (loonwaardedeskundige).';
COMMENT ON COLUMN inspection.measurements.provider IS
    'Code of the provider where the expert worked then; none where the expert was not registered.';
COMMENT ON COLUMN inspection.measurements.supervisor IS
    'blik_op_werk for private enterprises, labour_inspectorate (Arbeidsinspectie) for municipalities and UWV.';
COMMENT ON COLUMN inspection.measurements.certificate IS 'Certificate that was valid on the day; where none was, the one that ended last.';
COMMENT ON COLUMN inspection.measurements.certificate_until IS 'Its last day.';
COMMENT ON COLUMN inspection.measurements.certified IS
    'Whether it was valid on the day of the measurement; none where the expert was not registered.';
COMMENT ON COLUMN inspection.measurements.draft_discussed_on IS
    'Day on which the draft was discussed with employer and employee; obliged since 1 July 2021.';
COMMENT ON COLUMN inspection.measurements.commented IS 'Who commented on the draft: employer, employee.';
COMMENT ON COLUMN inspection.measurements.second_look_on IS 'Day on which the expert looked again, if so.';
COMMENT ON COLUMN inspection.measurements.established_on IS
    'Day on which the college established a wage value on this report, the last time that it did; none while it did not (R18).';
COMMENT ON COLUMN inspection.measurements.established_wage_value IS 'Wage value established then, in percent.';
COMMENT ON COLUMN inspection.measurements.status IS
    'counts: as recorded; corrected: another report took its place, shown here; withdrawn: it counts no more (R36).';
COMMENT ON COLUMN inspection.measurements.entry IS 'Position in the log of the report.';

COMMENT ON VIEW finance.movements IS
    'Every cent that became due, was booked, sent, returned, received or written off, once, with the
entry that caused it. A sum over the rows up to a position is what was known at that position.';
COMMENT ON COLUMN finance.movements.municipality IS 'CBS code of the municipality, GM0363.';
COMMENT ON COLUMN finance.movements.employer_number IS 'The employer (werkgever): of money, the one it was paid to.';
COMMENT ON COLUMN finance.movements.case_number IS 'The case (zaak): one employment in one municipality.';
COMMENT ON COLUMN finance.movements.month IS 'First day of the month that the amount is about (R22).';
COMMENT ON COLUMN finance.movements.element IS 'fixed: agreed hours; variable: worked hours above them (R2).';
COMMENT ON COLUMN finance.movements.kind IS
    'due: what the month gives a right to changed; booked: entered in the books; sent: ordered to the bank; returned: what
was sent came back; received: an employer paid back what was claimed; written_off: that will not be received (R21, R31).';
COMMENT ON COLUMN finance.movements.subsidy_cents IS 'Subsidy, in cents.';
COMMENT ON COLUMN finance.movements.charges_cents IS 'Employer charges on it, in cents.';
COMMENT ON COLUMN finance.movements.total_cents IS 'Both together.';
COMMENT ON COLUMN finance.movements.booked_on IS 'The date in the books; none for what only became due (R22).';
COMMENT ON COLUMN finance.movements.value_date IS 'The natural date of the same, also where the books were closed (R22).';
COMMENT ON COLUMN finance.movements.origin IS
    'Of money the run, the settlement, or the takeover that it was booked in elsewhere (R27); of the rest the kind of entry,
or NewYear where a later year came into sight.';
COMMENT ON COLUMN finance.movements.known_on IS 'Business day of the entry (R40).';
COMMENT ON COLUMN finance.movements.position IS 'Position in the log of the entry that caused it.';
COMMENT ON COLUMN finance.movements.recorded_at IS 'Recorded time of that entry.';
COMMENT ON COLUMN finance.movements.route IS
    'Of what is booked here: regular or flat_rate (art. 10d lid 4 or 5 Pw); empty for anything else.';
COMMENT ON COLUMN finance.movements.sheltered IS
    'Whether it is sheltered work (beschut werk, art. 10b), as known at the entry.';
COMMENT ON COLUMN finance.movements.taken_over IS 'Booked or sent elsewhere, before the case was taken over (R27).';

COMMENT ON VIEW finance.case_employers IS
    'The employer of a case, with the entry that made it so; a report puts a whole case under its employer as known then.';
COMMENT ON COLUMN finance.case_employers.municipality IS 'CBS code of the municipality.';
COMMENT ON COLUMN finance.case_employers.case_number IS 'The case.';
COMMENT ON COLUMN finance.case_employers.employer_number IS 'Its employer.';
COMMENT ON COLUMN finance.case_employers.position IS 'Position in the log from which that is known.';

COMMENT ON VIEW finance.municipalities IS 'The municipalities that have cases here.';
COMMENT ON COLUMN finance.municipalities.municipality IS 'CBS code, GM0363.';
COMMENT ON COLUMN finance.municipalities.first_day IS 'The first day of its first grant; none before that.';

COMMENT ON VIEW finance.sign_offs IS 'Quarters and years that were signed off by two persons (R34).';
COMMENT ON COLUMN finance.sign_offs.municipality IS 'CBS code of the municipality.';
COMMENT ON COLUMN finance.sign_offs.period IS 'The quarter or year: 2026Q3, 2026.';
COMMENT ON COLUMN finance.sign_offs.kind IS 'quarter or year.';
COMMENT ON COLUMN finance.sign_offs.first_day IS 'Its first day.';
COMMENT ON COLUMN finance.sign_offs.last_day IS 'Its last day.';
COMMENT ON COLUMN finance.sign_offs.position IS 'Position in the log on which the report was made.';
COMMENT ON COLUMN finance.sign_offs.digest IS 'SHA-256 of the report.';
COMMENT ON COLUMN finance.sign_offs.entry IS 'Position of the sign-off itself.';
COMMENT ON COLUMN finance.sign_offs.reopened IS 'Position of the entry that reopened it; none while it stands.';

COMMENT ON VIEW finance.payments IS 'One row per case and payment run: what was booked and what was sent (R21, R25).';
COMMENT ON COLUMN finance.payments.municipality IS 'CBS code of the municipality that pays.';
COMMENT ON COLUMN finance.payments.employer_number IS 'The employer that is paid.';
COMMENT ON COLUMN finance.payments.case_number IS 'The case.';
COMMENT ON COLUMN finance.payments.run IS 'Number of the payment run (betaalrun).';
COMMENT ON COLUMN finance.payments.reference IS 'Payment reference (betaalkenmerk), one per employer and run.';
COMMENT ON COLUMN finance.payments.account IS 'Version of the employer''s entry that holds the account (R26).';
COMMENT ON COLUMN finance.payments.booked_on IS 'Payment day: the date in the books (R24).';
COMMENT ON COLUMN finance.payments.execution_day IS 'Day on which the bank begins (R24).';
COMMENT ON COLUMN finance.payments.booked_subsidy_cents IS 'Subsidy that the run booked, in cents.';
COMMENT ON COLUMN finance.payments.booked_charges_cents IS 'Charges that the run booked, in cents.';
COMMENT ON COLUMN finance.payments.sent_subsidy_cents IS 'Subsidy that the run sent, in cents.';
COMMENT ON COLUMN finance.payments.sent_charges_cents IS 'Charges that the run sent, in cents.';
COMMENT ON COLUMN finance.payments.sent_cents IS 'What goes to the bank for this case, in cents.';
COMMENT ON COLUMN finance.payments.returned_on IS 'The day on which it became payable again, if it did.';
COMMENT ON COLUMN finance.payments.return_reason IS
    'Why, as a code: run_withdrawn, or the bank''s, like AC04, with which it came back or was rejected.';
COMMENT ON COLUMN finance.payments.position IS 'Position in the log of the payment.';
COMMENT ON COLUMN finance.payments.confirmed_on IS 'The bank''s booking date of the debit, once a statement has it.';

COMMENT ON COLUMN finance.payments.status IS
    'sent; confirmed: debited; returned: it came back; rejected: the bank never made it; withdrawn, with its run.';

COMMENT ON VIEW finance.runs IS 'One row per payment run (betaalrun): what it paid, its days, and how far it is (R24, R25).';
COMMENT ON COLUMN finance.runs.run IS 'Number of the run.';
COMMENT ON COLUMN finance.runs.municipality IS 'CBS code of the municipality that pays.';
COMMENT ON COLUMN finance.runs.month IS 'First day of the month that it pays.';
COMMENT ON COLUMN finance.runs.payment_day IS 'The day on which employers have it (R24).';
COMMENT ON COLUMN finance.runs.execution_day IS 'The day on which the bank begins, one TARGET day before (R24).';
COMMENT ON COLUMN finance.runs.cases IS 'Number of cases paid.';
COMMENT ON COLUMN finance.runs.subsidy_cents IS 'Subsidy that it books, in cents.';
COMMENT ON COLUMN finance.runs.charges_cents IS 'Employer charges that it books, in cents.';
COMMENT ON COLUMN finance.runs.sent_cents IS 'What goes to the bank, in cents.';
COMMENT ON COLUMN finance.runs.left_out IS 'Number of cases that it left out, each with a reason.';
COMMENT ON COLUMN finance.runs.status IS
    'prepared, approved, exported (the file was made), confirmed (the bank has answered for every payment), rejected (the
bank refused the file), withdrawn.';
COMMENT ON COLUMN finance.runs.file_digest IS 'SHA-256 of the payment file.';
COMMENT ON COLUMN finance.runs.exported_on IS 'Business day on which the file was made.';
COMMENT ON COLUMN finance.runs.answered_on IS 'The bank''s day of its last answer, or of its rejection.';
COMMENT ON COLUMN finance.runs.reason IS 'Why the bank rejected the file, as its code.';

COMMENT ON VIEW finance.unmatched IS
    'Lines of bank statements that match no payment with certainty, until people assign them.';
COMMENT ON COLUMN finance.unmatched.position IS 'The number of the line, for lks bank match.';
COMMENT ON COLUMN finance.unmatched.account IS 'The municipality''s own account.';
COMMENT ON COLUMN finance.unmatched.statement IS 'Number of the statement (afschrift).';
COMMENT ON COLUMN finance.unmatched.line IS 'Number of the line in the statement.';
COMMENT ON COLUMN finance.unmatched.bucket IS
    'unknown_receipt, unknown_payment, wrong_amount, wrong_account, duplicate, ambiguous.';
COMMENT ON COLUMN finance.unmatched.cents IS 'Cents; negative left the account.';
COMMENT ON COLUMN finance.unmatched.booked_on IS 'The bank''s booking date.';
COMMENT ON COLUMN finance.unmatched.reference IS 'Payment reference, where the bank gives one of ours.';
COMMENT ON COLUMN finance.unmatched.batch IS 'The run, where the bank booked one as a whole.';
COMMENT ON COLUMN finance.unmatched.reason IS 'The bank''s reason code of a return.';

COMMENT ON VIEW finance.postings IS
    'Journal postings: what every money fact debits and credits. Every entry balances on every date.';
COMMENT ON COLUMN finance.postings.position IS 'Position in the log of the entry that posts.';
COMMENT ON COLUMN finance.postings.line IS 'Number of the posting within the entry.';
COMMENT ON COLUMN finance.postings.municipality IS 'CBS code of the municipality whose books these are.';
COMMENT ON COLUMN finance.postings.booked_on IS 'The date in the books (R22).';
COMMENT ON COLUMN finance.postings.account IS
    'subsidy_expense, charges_expense, payable, in_transit, bank, receivable, opening, written_off; codes are policy.';
COMMENT ON COLUMN finance.postings.debit_cents IS 'Cents on the debit side.';
COMMENT ON COLUMN finance.postings.credit_cents IS 'Cents on the credit side.';
COMMENT ON COLUMN finance.postings.case_number IS 'The case.';
COMMENT ON COLUMN finance.postings.employer_number IS 'The employer.';
COMMENT ON COLUMN finance.postings.run IS 'The payment run, or the takeover.';
COMMENT ON COLUMN finance.postings.month IS 'First day of the month that it is about; none for what the bank did.';
COMMENT ON COLUMN finance.postings.element IS 'fixed or variable.';
COMMENT ON COLUMN finance.postings.topic IS 'The fact that posts.';
COMMENT ON COLUMN finance.postings.value_date IS 'The natural date, where the books were closed on it (R22).';

COMMENT ON VIEW finance.due IS
    'What is due by case, month and element, and what was booked of it; as known now (finance.due_at: then).';
COMMENT ON COLUMN finance.due.municipality IS 'CBS code of the municipality.';
COMMENT ON COLUMN finance.due.employer_number IS 'The employer of the case.';
COMMENT ON COLUMN finance.due.case_number IS 'The case.';
COMMENT ON COLUMN finance.due.month IS 'First day of the month.';
COMMENT ON COLUMN finance.due.element IS 'fixed or variable (R2).';
COMMENT ON COLUMN finance.due.due_subsidy_cents IS 'Subsidy due, in cents.';
COMMENT ON COLUMN finance.due.due_charges_cents IS 'Employer charges due, in cents.';
COMMENT ON COLUMN finance.due.due_cents IS 'Both together.';
COMMENT ON COLUMN finance.due.booked_cents IS 'What was booked of the month, in cents.';
COMMENT ON COLUMN finance.due.unbooked_cents IS 'Due and not booked: the next run or settlement books it.';

COMMENT ON VIEW finance.outstanding IS
    'Per case what is open now: due up to this month and not booked, booked and not sent, owed to us
(finance.outstanding_at: then).';
COMMENT ON COLUMN finance.outstanding.municipality IS 'CBS code of the municipality.';
COMMENT ON COLUMN finance.outstanding.employer_number IS 'The employer of the case.';
COMMENT ON COLUMN finance.outstanding.case_number IS 'The case.';
COMMENT ON COLUMN finance.outstanding.unbooked_cents IS
    'Due up to this month and not booked; negative: booked too much, which the next settlement takes back.';
COMMENT ON COLUMN finance.outstanding.unbooked_since IS 'First day of the earliest month with a difference.';
COMMENT ON COLUMN finance.outstanding.payable_cents IS 'Booked and not sent: the next run sends it (R21).';
COMMENT ON COLUMN finance.outstanding.owed_to_us_cents IS
    'Sent and not booked: set off with the next run of the same case, or claimed back (R30, R31).';
COMMENT ON COLUMN finance.outstanding.payable_since IS
    'The date in the books since which something is payable, or owed to us.';

COMMENT ON VIEW finance.quarterly_reconciliation IS
    'Both identities of R33 per municipality and quarter. A signed-off quarter is what was known at its sign-off, for ever; the last
quarter is as known now (finance.reconciliation: then; finance.reconciliation_lines: by employer, case and month).';
COMMENT ON COLUMN finance.quarterly_reconciliation.municipality IS 'CBS code of the municipality.';
COMMENT ON COLUMN finance.quarterly_reconciliation.quarter IS 'The quarter, 2026Q3.';
COMMENT ON COLUMN finance.quarterly_reconciliation.first_day IS 'Its first day.';
COMMENT ON COLUMN finance.quarterly_reconciliation.signed_off IS 'Position of the sign-off; none while the quarter is open.';
COMMENT ON COLUMN finance.quarterly_reconciliation.opening_unbooked_cents IS
    'Due and not booked when the quarter began: the closing of the quarter before.';
COMMENT ON COLUMN finance.quarterly_reconciliation.change_of_due_cents IS
    'How much more became due in the quarter, or is due for its months.';
COMMENT ON COLUMN finance.quarterly_reconciliation.due_earlier_cents IS 'Of that, about months before the quarter.';
COMMENT ON COLUMN finance.quarterly_reconciliation.booked_cents IS 'Booked in the quarter (R22).';
COMMENT ON COLUMN finance.quarterly_reconciliation.booked_subsidy_cents IS 'Of that, subsidy.';
COMMENT ON COLUMN finance.quarterly_reconciliation.booked_charges_cents IS 'Of that, employer charges.';
COMMENT ON COLUMN finance.quarterly_reconciliation.booked_earlier_cents IS 'Of what was booked, about an earlier quarter.';
COMMENT ON COLUMN finance.quarterly_reconciliation.taken_over_booked_cents IS
    'Of what was booked, booked elsewhere before a case was taken over (R27).';
COMMENT ON COLUMN finance.quarterly_reconciliation.closing_unbooked_cents IS
    'Due and not booked at the end: opening unbooked + change of due - booked.';
COMMENT ON COLUMN finance.quarterly_reconciliation.opening_payable_cents IS
    'Booked and not sent when the quarter began; negative is owed to us.';
COMMENT ON COLUMN finance.quarterly_reconciliation.sent_cents IS 'Sent to the bank in the quarter.';
COMMENT ON COLUMN finance.quarterly_reconciliation.taken_over_sent_cents IS
    'Of that, sent elsewhere before a case was taken over.';
COMMENT ON COLUMN finance.quarterly_reconciliation.returned_cents IS 'What was sent and came back, or was never carried out.';
COMMENT ON COLUMN finance.quarterly_reconciliation.received_cents IS 'What employers paid back of a claim (R31).';
COMMENT ON COLUMN finance.quarterly_reconciliation.written_off_cents IS 'What will not be received (R31).';
COMMENT ON COLUMN finance.quarterly_reconciliation.closing_payable_cents IS
    'Payable at the end: opening payable + booked - sent + returned + received + written off.';
COMMENT ON COLUMN finance.quarterly_reconciliation.opening_we_owe_cents IS
    'Of the opening payable, what we owe: over the cases with more booked than sent (R30).';
COMMENT ON COLUMN finance.quarterly_reconciliation.opening_owed_to_us_cents IS
    'What was owed to us when the quarter began: over the other cases.';
COMMENT ON COLUMN finance.quarterly_reconciliation.closing_we_owe_cents IS 'Of the closing payable, what we owe.';
COMMENT ON COLUMN finance.quarterly_reconciliation.closing_owed_to_us_cents IS 'What is owed to us at the end.';

COMMENT ON VIEW finance.year_statement IS
    'Per municipality and calendar year of booking what was spent, for SiSa: split by the year that months belong to and by category
(finance.year_statement_at: as known then). Net is what was booked; gross is that and what employers paid back.';
COMMENT ON COLUMN finance.year_statement.municipality IS 'CBS code of the municipality.';
COMMENT ON COLUMN finance.year_statement.booked_in IS 'The year of the date in the books.';
COMMENT ON COLUMN finance.year_statement.belongs_to IS 'The year of the months that it is about.';
COMMENT ON COLUMN finance.year_statement.category IS
    'regular, flat_rate (art. 10d lid 4 and 5 Pw), or sheltered (art. 10b), whatever the route.';
COMMENT ON COLUMN finance.year_statement.gross_subsidy_cents IS 'Subsidy before what was paid back.';
COMMENT ON COLUMN finance.year_statement.gross_charges_cents IS 'Employer charges before what was paid back.';
COMMENT ON COLUMN finance.year_statement.receipts_subsidy_cents IS
    'Subsidy that employers paid back. A returned payment is no receipt.';
COMMENT ON COLUMN finance.year_statement.receipts_charges_cents IS 'Charges that employers paid back.';
COMMENT ON COLUMN finance.year_statement.net_subsidy_cents IS 'Subsidy booked, settlements included.';
COMMENT ON COLUMN finance.year_statement.net_charges_cents IS 'Employer charges booked.';
COMMENT ON COLUMN finance.year_statement.gross_cents IS 'Subsidy and charges together, before what was paid back.';
COMMENT ON COLUMN finance.year_statement.receipts_cents IS 'Both, paid back.';
COMMENT ON COLUMN finance.year_statement.net_cents IS 'Both, booked: gross - receipts.';
COMMENT ON COLUMN finance.year_statement.written_off_cents IS
    'Claims that will not be received; in none of the other amounts.';
COMMENT ON COLUMN finance.year_statement.taken_over_cents IS
    'Booked elsewhere before a takeover (R27); in none of the other amounts.';
COMMENT ON COLUMN finance.year_statement.signed_off IS 'Position of the sign-off of the year; none while it is open.';

COMMENT ON FUNCTION finance.report_position(text, text, date, bigint) IS
    'Up to which position the report of a quarter or year knows the log: that of its sign-off, else known_at,
else the largest number.';
COMMENT ON FUNCTION finance.reconciliation(text, date, bigint) IS
    'Both identities of R33 for a municipality and the quarter that a day is in, as known at a position (none: now). Columns as in
finance.quarterly_reconciliation.';
COMMENT ON FUNCTION finance.reconciliation_cases(text, date, bigint) IS
    'The same by case, under its employer as then known; what we owe and what is owed to us is by case (R30).';
COMMENT ON FUNCTION finance.reconciliation_sums(text, date, bigint, boolean) IS
    'What the other functions of the reconciliation are made of: by case, and by month where that is asked, without employers.';
COMMENT ON FUNCTION finance.employers_at(text, bigint) IS 'The employer of each case of a municipality as known at a position.';
COMMENT ON FUNCTION finance.reconciliation_lines(text, date, bigint) IS 'The same by case and month.';
COMMENT ON FUNCTION finance.reconciliation_entries(text, date, text, date, bigint) IS
    'The movements behind one case and month in a quarter, each with its entry; opening: counted in the opening already.';
COMMENT ON FUNCTION finance.year_statement_at(integer, bigint, text) IS
    'finance.year_statement of one year as known at a position, of one municipality (none: of all).';
COMMENT ON FUNCTION finance.day_at(bigint) IS
    'The business day of an entry or the day on which it was recorded, whichever is later; without a position today.';
COMMENT ON FUNCTION finance.due_at(bigint) IS 'finance.due as known at a position.';
COMMENT ON FUNCTION finance.outstanding_at(bigint, date) IS
    'finance.outstanding as known at a position, with months up to that of a day (none: finance.day_at).';
COMMENT ON FUNCTION finance.accrual(text, date, bigint) IS
    'Due and unpaid on a day by case and month: months up to that of the day, less what was sent by then and did not come back.';
COMMENT ON FUNCTION finance.forecast(text, integer, bigint) IS
    'What the cases known at a position come to in a year, by month: due, booked, and what is to come.';

COMMENT ON VIEW finance.schedule IS
    'The payment schedule (betaalplanning): per case, month and element what is due, when it is paid, or why it is not.';
COMMENT ON COLUMN finance.schedule.municipality IS 'CBS code of the municipality that pays.';
COMMENT ON COLUMN finance.schedule.employer_number IS 'The employer.';
COMMENT ON COLUMN finance.schedule.case_number IS 'The case.';
COMMENT ON COLUMN finance.schedule.month IS 'First day of the month that it is about.';
COMMENT ON COLUMN finance.schedule.element IS 'fixed or variable.';
COMMENT ON COLUMN finance.schedule.status IS
    'due: a run will book it; booked: payable, a run will send it; paid: sent; unknown: hours are not reported, which is
not zero (R11); held: due, and payment is held; settled_elsewhere: before the takeover (R27); not_due.';
COMMENT ON COLUMN finance.schedule.reason IS
    'Why, as a code: hours_unknown, wage_value_missing, ended, grant_ended, not_granted, not_started, law_missing,
settled_elsewhere, held, employer_held, account_blocked, opening_unsigned, payable, overpaid, starts_later.';
COMMENT ON COLUMN finance.schedule.payment_day IS
    'The payment day of the run that paid it, or of the first that can (R23, R24).';
COMMENT ON COLUMN finance.schedule.run IS 'The run that sent it, or the takeover.';
COMMENT ON COLUMN finance.schedule.due_subsidy_cents IS 'Subsidy due, in cents.';
COMMENT ON COLUMN finance.schedule.due_charges_cents IS 'Charges due, in cents.';
COMMENT ON COLUMN finance.schedule.booked_subsidy_cents IS 'Subsidy booked, in cents.';
COMMENT ON COLUMN finance.schedule.booked_charges_cents IS 'Charges booked, in cents.';
COMMENT ON COLUMN finance.schedule.sent_subsidy_cents IS 'Subsidy sent and not returned, in cents.';
COMMENT ON COLUMN finance.schedule.sent_charges_cents IS 'Charges sent and not returned, in cents.';
COMMENT ON COLUMN finance.schedule.received_subsidy_cents IS 'Subsidy that the employer paid back, in cents.';
COMMENT ON COLUMN finance.schedule.received_charges_cents IS 'Charges that the employer paid back, in cents.';

SELECT ledger.grant_privileges();

RESET ROLE;

-- The database itself and the schema `public` are the administrator's: there, too, nobody has more than the table says.
DO $$
DECLARE
    given record;
BEGIN
    IF NOT pg_has_role(current_user, (SELECT d.datdba FROM pg_database d WHERE d.datname = current_database()), 'MEMBER') THEN
        RETURN;
    END IF;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    FOR given IN SELECT p.role, p.privileges FROM ledger.privilege p WHERE p.kind = 'database' LOOP
        EXECUTE format('GRANT %s ON DATABASE %I TO %I', given.privileges, current_database(), given.role);
    END LOOP;
END $$;

