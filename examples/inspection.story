The inspector comes by: a decision is in hand, and nobody's word is taken for it. A demonstration of one case.

1. What happened before the inspector came: an application is measured, granted and paid.

$ lks db init --demonstration --shared-login --by j.beheer --today 2026-09-01
Opened ledger ….
The master key …
(demonstration, business day 2026-09-01)

$ lks law adopt --accept-low --yes --by j.beheer --today 2026-09-01
No amount changes.
Adopted 47 values of the law.
(demonstration, business day 2026-09-01)

$ lks import applications cases.csv --by a.consulent --today 2026-09-04
Recorded 6 cases (0 running), 6 persons and 3 employers in … s, and … s to project them.
(demonstration, business day 2026-09-04)

$ lks measurement record --case LKS-26-000001-H --measured-on 2026-09-14 --wage-value 60 --expert LWD-204 --draft-discussed-on 2026-09-17 --by a.consulent --today 2026-09-21
LKS-26-000001-H: measured at 60 % on 2026-09-14.
Warning: LWD-204 is not registered, so nothing accounts for provider and certificate. See lks expert register.
Next: lks measurement establish --case LKS-26-000001-H
(demonstration, business day 2026-09-21)

$ lks measurement establish --case LKS-26-000001-H --by a.consulent --today 2026-09-22
LKS-26-000001-H: wage value 60 % established on 2026-09-22. Decide by 2026-10-27.
Next: lks decide grant --case LKS-26-000001-H
(demonstration, business day 2026-09-22)

$ lks decide grant --case LKS-26-000001-H --by b.jurist --today 2026-09-28
LKS-26-000001-H/1: granted on art. 10d lid 1 a, decided on 2026-09-28.
Regular from 2026-10-23 without an end, wage value 60 %: 897.41 subsidy + 224.35 charges a full month.
Last day to object: employer 2026-11-09, employee 2026-11-09.
(demonstration, business day 2026-09-28)

$ lks pay prepare --municipality GM0363 --month 2026-11 --by f.administratie --today 2026-11-12
GM0363-2026-11-1 prepared: payment day 2026-11-20, to the bank by 2026-11-19.
1 case, 2 lines: 1157.95 subsidy + 289.48 charges to book, 1447.43 to send.
Next, by another person: lks pay approve GM0363-2026-11-1
(demonstration, business day 2026-11-12)

$ lks pay approve GM0363-2026-11-1 --by g.controller --today 2026-11-13
GM0363-2026-11-1 approved: 1 case, 1447.43 to send.
Checkpoint 82: …
Next: lks pay export GM0363-2026-11-1 --out DIR
(demonstration, shared login, business day 2026-11-13)

The checkpoint goes to somebody outside: a folder of the accountant, or a mail. From now on nothing before it can be changed unseen.

$ lks checkpoint make --to outside --today 2026-11-13
Published checkpoint 82: … in outside.
The key is new, in …
(demonstration, business day 2026-11-13)

2. A letter in hand: decision LKS-26-000001-H/1. What was decided, by whom, on which article, and when was it recorded?

$ lks trail --case LKS-26-000001-H --topic Decided --topic Paid
entry 79, recorded … by login lks_local, counts from 2026-10-23
  On 28 September 2026 b.jurist decided in case LKS-26-000001-H (LKS-26-000001-H/1): granted on art. 10d lid 1 a,
  regular route, wage value 60 %, from 23 October 2026 without an end: 897.41 euro subsidy and 224.35 euro employer
  charges a full month; employer and employee can object through 9 November 2026.
  Decided by intent Grant of b.jurist; R20, art. 10d lid 1 a Pw; seal …
entry 82, recorded … by login lks_local, counts from 2026-11-20
  On 13 November 2026 g.controller paid in case LKS-26-000001-H by run GM0363-2026-11-1: booked October 2026 260.54 euro
  subsidy and 65.13 euro charges; November 2026 897.41 euro subsidy and 224.35 euro charges; sent 1,447.43 euro to
  employer W-000001-D under reference GM0363-2026-11-1/W-000001-D, in the books on 20 November 2026, executed on 19
  November 2026.
  Paid by intent ApproveRun of g.controller; R21, art. 4:89 Awb; seal …
2 entries.
(demonstration)

The case as it stood, on the day that the letter was written or at an entry; what was due in a month, and on which values of the law.

$ lks replay LKS-26-000001-H --known-at 79 --valid-on 2026-11-01
As known at entry 79, recorded …, business day 2026-09-28
LKS-26-000001-H  granted  what held on 2026-11-01
  employment with W-000001-D since 2026-10-23: fixed contract, 32 hours of 36 a week
  wage value 60 % established on 2026-09-22
  decision LKS-26-000001-H/1 of 2026-09-28 (entry 79): granted, regular from 2026-10-23 without an end, wage value 60 %
The amounts of 2026-11
  month    element      due  booked  sent  returned  received  written off  payable
  2026-11  fixed    1121.76    0.00  0.00      0.00      0.00         0.00     0.00
  total             1121.76    0.00  0.00      0.00      0.00         0.00     0.00
  fixed element: 897.41 subsidy + 224.35 charges
   1. minimum wage                          2337.00 euro   art. 2 and 10d lid 7 Pw
      adult, a month 2337.00, on 2026-10-23
   2. minimum wage with holiday allowance   2523.96 euro   art. 15 Wml
      minimum wage 2337.00, holiday allowance percentage 8
   3. wage value with holiday allowance    1514.376 euro   art. 10d lid 4 Pw
      minimum wage 2337.00, wage value percentage 60, holiday allowance percentage 8
   4. difference                           1009.584 euro   art. 10d lid 4 Pw
      minimum wage with holiday allowance 2523.96, wage value 1514.376
   5. cap (does not bind)                  1009.584 euro   art. 10d lid 4 Pw
      difference 1009.584, 70 percent at most 1766.772
   6. agreed hours                          897.408 euro   art. 10d lid 4 Pw
      full-time month 1009.584, agreed hours a week 32, sector's full-time week 36, hours that count 32, of hours a week 36
   7. subsidy                                897.41 euro   each rounded half-up once (R2)
      rounded half-up 897.408
   8. employer charges                       224.35 euro   art. 10d lid 4 and 5 Pw
      over 897.408, charges percentage 25
   9. total                                 1121.76 euro   each rounded half-up once (R2)
      subsidy 897.41, employer charges 224.35
What the amounts of 2026-11 rest on
  law or policy         value  of          since       entry  article
  minimum wage        2337.00  2026-10-23  2026-07-01     45  art. 8 lid 1 b Wml
  holiday percentage        8  2026-10-23  2015-01-01     19  art. 15 Wml
  cap percentage           70  2026-11-01  2015-01-01      7  art. 10d lid 4 Pw
  hours base               36  2026-11-01  2024-01-01     21  art. 10d lid 4 and 5 Pw
  charges percentage       25  2026-10-23  2026-01-01     11  art. 10d lid 4 and 5 Pw
All law and policy that counted on 2026-11-01
  law or policy         value                                                     of          since       entry  article
  minimum wage          2337.00                                                   2026-11-01  2026-07-01     45  art. 8 lid 1 b Wml
  youth percentages     15: 30, 16: 34.5, 17: 39.5, 18: 50, 19: 60, 20: 80        2026-11-01  2019-07-01     48  art. 7 lid 3 and 8 lid 3 Wml
  bbl percentages       15: 30, 16: 34.5, 17: 39.5, 18: 45.5, 19: 52.5, 20: 61.5  2026-11-01  2019-07-01      5  art. 8 lid 4 Wml
  holiday percentage    8                                                         2026-11-01  2015-01-01     19  art. 15 Wml
  charges percentage    25                                                        2026-11-01  2026-01-01     11  art. 10d lid 4 and 5 Pw
  cap percentage        70                                                        2026-11-01  2015-01-01      7  art. 10d lid 4 Pw
  flat rate percentage  50                                                        2026-11-01  2016-07-04     18  art. 10d lid 5 Pw
  hours base            36                                                        2026-11-01  2024-01-01     21  art. 10d lid 4 and 5 Pw
  equated days          2026-01-02, 2026-05-15                                    2026-11-01  2026-01-01     15  art. 3 lid 3 Algemene termijnenwet
  policy shared login   yes                                                       2026-11-01  2015-01-01      2
(demonstration, business day 2026-09-28)

What changed between two moments, cent by cent, and which entry caused it.

$ lks replay LKS-26-000001-H --diff 78 79
LKS-26-000001-H  from entry 78 (2026-09-22) to entry 79 (2026-09-28)
  applied, became granted
  1 decision more
What differs
    month  element  what   was   became  difference
  2026-10  fixed    due   0.00   325.67      325.67
  2026-11  fixed    due   0.00  1121.76     1121.76
  2026-12  fixed    due   0.00  1121.76     1121.76
Which entry caused it; the parts of a month sum to its difference
  entry  what    month  element  subsidy  charges    total  because of
     79  due   2026-10  fixed     260.54    65.13   325.67  Decided
     79  due   2026-11  fixed     897.41   224.35  1121.76  Decided
     79  due   2026-12  fixed     897.41   224.35  1121.76  Decided
What was recorded in between
  entry 79, recorded … by login lks_local, counts from 2026-10-23
    On 28 September 2026 b.jurist decided in case LKS-26-000001-H (LKS-26-000001-H/1): granted on art. 10d lid 1 a,
    regular route, wage value 60 %, from 23 October 2026 without an end: 897.41 euro subsidy and 224.35 euro employer
    charges a full month; employer and employee can object through 9 November 2026.
    Decided by intent Grant of b.jurist; R20, art. 10d lid 1 a Pw; seal …
(demonstration, business day 2026-09-28)

3. Was anything changed since? Everything is computed, decided and projected again, and compared with what was published outside.

$ lks audit verify --expect outside
82 entries: in order, every seal fits; 3 amounts computed again, all equal.
28 intents decided again on what they read: the same facts, and no others.
16 tables of projections made anew up to entry 82: the same rows.
The journal balances on each of 2 entries and dates.
… functions and views, and every trigger, are those of this release.
The log begins with the 82 entries of the checkpoint.
Head 82: …
Checked: 82 entries and seals, 3 amounts, 28 intents decided again (0 by other rules, 0 not), 16 tables, 2 entries of the journal.
(demonstration)

4. The evidence, to take away and to check on a computer that has nothing of ours.

$ lks inspect export --case LKS-26-000001-H --out dossier.zip
dossier.zip: 60 entries, … kB, checkpoint 82.
Check it anywhere with: python verify_bundle.py dossier.zip --key lks/…
(demonstration)

5. More than one case: the same seed draws the same sample for ever.

$ lks sample --municipality GM0363 --year 2026 --seed "letter of 20 November" --size 1
GM0363 2026, cases as known at entry 82.
Population: 1, 1447.43, which is what the report of that position says.
SHA-256 of the population: …
Drawn by random sampling with seed 'letter of 20 November': 1, 1447.43.
item              amount  hits  to ask  what
LKS-26-000001-H  1447.43     1       6  the application itself; the contract; the report itself; the certificate of the expert; the bank's statement of GM0363-2026-11-1; the letter of LKS-26-000001-H/1
Each point is one of: in the ledger, not in the ledger: ask for it, does not apply. With --out FILE.zip: checklists and evidence.
(demonstration)

6. Who looked at whom, and why.

$ lks looks
look  when …
   1  …  lks_local  a.consulent  found by bsn      -     import applications  …  nothing
   2  …  lks_local  a.consulent  found by payroll  -     import applications  …  nothing
(demonstration)
