A small municipality in the autumn of 2026: six applications, from the first call to a paid month.

1. A ledger of its own, marked as a demonstration, so that it takes the days of this story as business days.

$ lks db init --demonstration --shared-login --by j.beheer --today 2026-09-01
Opened ledger ….
The master key …
(demonstration, business day 2026-09-01)

$ lks law adopt --accept-low --yes --by j.beheer --today 2026-09-01
No amount changes.
Adopted 47 values of the law.
(demonstration, business day 2026-09-01)

2. Six applications come in from the forms. All rows are checked first; nothing is recorded unless all is well.

$ lks import applications cases.csv --by a.consulent --today 2026-09-04
Recorded 6 cases (0 running), 6 persons and 3 employers in … s, and … s to project them.
(demonstration, business day 2026-09-04)

A case is found by BSN, name or payroll number, typed at a prompt so that no shell remembers it; or by a number.

$ lks find employer-number W-000001-D
person      employer    case             status   from        to
P-000001-G  W-000001-D  LKS-26-000001-H  applied  2026-10-23  -
P-000002-C  W-000001-D  LKS-26-000002-D  applied  2026-10-01  2027-09-30
(demonstration)

3. The employee who starts on 23 October is measured: 60 % of the minimum wage.

$ lks measurement order --case LKS-26-000001-H --expert LWD-204 --planned-on 2026-09-14 --by a.consulent --today 2026-09-07
LKS-26-000001-H: measurement ordered from LWD-204.
(demonstration, business day 2026-09-07)

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

A flat-rate case: measuring waits, for six months at most.

$ lks measurement waive --case LKS-26-000002-D --by a.consulent --today 2026-09-22
LKS-26-000002-D: measurement waived on 2026-09-22. Decide by 2026-10-27.
Next: lks decide grant --case LKS-26-000002-D
(demonstration, business day 2026-09-22)

$ lks decide grant --case LKS-26-000002-D --by b.jurist --today 2026-09-28
LKS-26-000002-D/1: granted on art. 10d lid 1 b, decided on 2026-09-28.
Flat-rate from 2026-10-01 through 2027-03-31: 841.32 subsidy + 210.33 charges a full month.
Last day to object: employer 2026-11-09, employee 2026-11-09.
(demonstration, business day 2026-09-28)

A youth of nineteen, who turns twenty on 16 November; the report came late, and that is recorded.

$ lks measurement record --case LKS-26-000003-0 --measured-on 2026-09-03 --wage-value 50 --expert LWD-117 --draft-discussed-on 2026-09-04 --by a.consulent --today 2026-09-21
LKS-26-000003-0: measured at 50 % on 2026-09-03.
The report was due on 2026-09-17 (ten working days) and is recorded as late.
Warning: LWD-117 is not registered, so nothing accounts for provider and certificate. See lks expert register.
Next: lks measurement establish --case LKS-26-000003-0
(demonstration, business day 2026-09-21)

$ lks measurement establish --case LKS-26-000003-0 --by a.consulent --today 2026-09-22
LKS-26-000003-0: wage value 50 % established on 2026-09-22. Decide by 2026-10-27.
Next: lks decide grant --case LKS-26-000003-0
(demonstration, business day 2026-09-22)

$ lks decide grant --case LKS-26-000003-0 --by b.jurist --today 2026-09-28
LKS-26-000003-0/1: granted on art. 10d lid 1 a, decided on 2026-09-28.
Regular from 2026-10-01 without an end, wage value 50 %: 757.19 subsidy + 189.30 charges a full month.
Last day to object: employer 2026-11-09, employee 2026-11-09.
(demonstration, business day 2026-09-28)

A min-max contract of 20 to 32 hours: the minimum is paid in advance, the rest on worked hours.

$ lks measurement record --case LKS-26-000004-U --measured-on 2026-09-10 --wage-value 50 --expert LWD-117 --draft-discussed-on 2026-09-14 --by a.consulent --today 2026-09-21
LKS-26-000004-U: measured at 50 % on 2026-09-10.
Warning: LWD-117 is not registered, so nothing accounts for provider and certificate. See lks expert register.
Next: lks measurement establish --case LKS-26-000004-U
(demonstration, business day 2026-09-21)

$ lks measurement establish --case LKS-26-000004-U --by a.consulent --today 2026-09-22
LKS-26-000004-U: wage value 50 % established on 2026-09-22. Decide by 2026-10-27.
Next: lks decide grant --case LKS-26-000004-U
(demonstration, business day 2026-09-22)

$ lks decide grant --case LKS-26-000004-U --by b.jurist --today 2026-09-28
LKS-26-000004-U/1: granted on art. 10d lid 1 a, decided on 2026-09-28.
Regular from 2026-10-01 through 2027-03-31, wage value 50 %: 701.10 subsidy + 175.28 charges a full month.
Last day to object: employer 2026-11-09, employee 2026-11-09.
(demonstration, business day 2026-09-28)

A wage value of 20 %: the subsidy is at most 70 % of the minimum wage. He works 40 hours in a sector of 40.

$ lks measurement record --case LKS-26-000005-8 --measured-on 2026-09-15 --wage-value 20 --expert LWD-204 --draft-discussed-on 2026-09-17 --by a.consulent --today 2026-09-21
LKS-26-000005-8: measured at 20 % on 2026-09-15.
Warning: LWD-204 is not registered, so nothing accounts for provider and certificate. See lks expert register.
Next: lks measurement establish --case LKS-26-000005-8
(demonstration, business day 2026-09-21)

$ lks measurement establish --case LKS-26-000005-8 --by a.consulent --today 2026-09-22
LKS-26-000005-8: wage value 20 % established on 2026-09-22. Decide by 2026-10-27.
Next: lks decide grant --case LKS-26-000005-8
(demonstration, business day 2026-09-22)

$ lks decide grant --case LKS-26-000005-8 --by b.jurist --today 2026-09-28
LKS-26-000005-8/1: granted on art. 10d lid 1 a, decided on 2026-09-28.
Regular from 2026-10-01 without an end, wage value 20 %: 1963.08 subsidy + 490.77 charges a full month.
Last day to object: employer 2026-11-09, employee 2026-11-09.
(demonstration, business day 2026-09-28)

One application came seven months after the start. A grant is refused with the article; so it is rejected.

$ lks measurement record --case LKS-26-000006-6 --measured-on 2026-09-15 --wage-value 70 --expert LWD-204 --draft-discussed-on 2026-09-17 --by a.consulent --today 2026-09-21
LKS-26-000006-6: measured at 70 % on 2026-09-15.
Warning: LWD-204 is not registered, so nothing accounts for provider and certificate. See lks expert register.
Next: lks measurement establish --case LKS-26-000006-6
(demonstration, business day 2026-09-21)

$ lks measurement establish --case LKS-26-000006-6 --by a.consulent --today 2026-09-22
LKS-26-000006-6: wage value 70 % established on 2026-09-22. Decide by 2026-10-27.
Next: lks decide grant --case LKS-26-000006-6
(demonstration, business day 2026-09-22)

$ lks decide grant --case LKS-26-000006-6 --by b.jurist --today 2026-09-28
Refused: Asked on 2026-09-03, after 2026-08-01: six months from the start on 2026-02-02. (R15, R39, art. 10d lid 2 b Pw) The term of the law cannot be extended. A rejection takes --ground applied_too_late.

$ lks decide reject --case LKS-26-000006-6 --ground applied_too_late --by b.jurist --today 2026-09-28
LKS-26-000006-6/1: rejected on applied too late, decided on 2026-09-28.
Last day to object: employer 2026-11-09, employee 2026-11-09.
(demonstration, business day 2026-09-28)

4. October is paid: prepared by one person, approved by another. Who starts on the 23rd waits for November.

$ lks pay prepare --municipality GM0363 --month 2026-10 --by f.administratie --today 2026-10-13
GM0363-2026-10-1 prepared: payment day 2026-10-20, to the bank by 2026-10-19.
4 cases, 4 lines: 4262.69 subsidy + 1065.68 charges to book, 5328.37 to send.
Left out: LKS-26-000001-H: the employment had not started on the day of preparing; the next run takes it.
Next, by another person: lks pay approve GM0363-2026-10-1
(demonstration, business day 2026-10-13)

$ lks pay approve GM0363-2026-10-1 --by f.administratie --today 2026-10-14
Refused: f.administratie asked for this and cannot also agree with it. (R37) Let a second person do this (--by or LKS_ACTOR).

$ lks pay approve GM0363-2026-10-1 --by g.controller --today 2026-10-14
GM0363-2026-10-1 approved: 4 cases, 5328.37 to send.
Checkpoint 101: …
Next: lks pay export GM0363-2026-10-1 --out DIR
(demonstration, shared login, business day 2026-10-14)

5. November's run pays October and November of the employee who started on 23 October, by 20 November.

$ lks pay prepare --municipality GM0363 --month 2026-11 --by f.administratie --today 2026-11-12
GM0363-2026-11-1 prepared: payment day 2026-11-20, to the bank by 2026-11-19.
5 cases, 6 lines: 5546.84 subsidy + 1386.71 charges to book, 6933.55 to send.
Next, by another person: lks pay approve GM0363-2026-11-1
(demonstration, business day 2026-11-12)

$ lks pay approve GM0363-2026-11-1 --by g.controller --today 2026-11-13
GM0363-2026-11-1 approved: 5 cases, 6933.55 to send.
Checkpoint 108: …
Next: lks pay export GM0363-2026-11-1 --out DIR
(demonstration, shared login, business day 2026-11-13)

$ lks pay lines GM0363-2026-11-1
GM0363-2026-11-1 is approved.
employer    case               month  element  subsidy  charges    total  booked now
W-000001-D  LKS-26-000001-H  2026-10  fixed     260.54    65.13   325.67      325.67
W-000001-D  LKS-26-000001-H  2026-11  fixed     897.41   224.35  1121.76     1121.76
W-000001-D  LKS-26-000002-D  2026-11  fixed     841.32   210.33  1051.65     1051.65
W-000002-0  LKS-26-000003-0  2026-11  fixed     883.39   220.85  1104.24     1104.24
W-000002-0  LKS-26-000004-U  2026-11  fixed     701.10   175.28   876.38      876.38
W-000003-U  LKS-26-000005-8  2026-11  fixed    1963.08   490.77  2453.85     2453.85
GM0363-2026-11-1/W-000001-D: 2499.08 to W-000001-D
GM0363-2026-11-1/W-000002-0: 1980.62 to W-000002-0
GM0363-2026-11-1/W-000003-U: 2453.85 to W-000003-U
Total: 6933.55
(demonstration)

6. What is due and paid, month by month.

$ lks schedule --municipality GM0363 --from 2026-10 --to 2026-12
case               month  element   subsidy  charges   booked     sent  payment day  status   run, or why
LKS-26-000001-H  2026-10  fixed      260.54    65.13   325.67   325.67  2026-11-20   paid     GM0363-2026-11-1
LKS-26-000001-H  2026-11  fixed      897.41   224.35  1121.76  1121.76  2026-11-20   paid     GM0363-2026-11-1
LKS-26-000001-H  2026-12  fixed      897.41   224.35     0.00     0.00  2026-12-18   due
LKS-26-000002-D  2026-10  fixed      841.32   210.33  1051.65  1051.65  2026-10-20   paid     GM0363-2026-10-1
LKS-26-000002-D  2026-11  fixed      841.32   210.33  1051.65  1051.65  2026-11-20   paid     GM0363-2026-11-1
LKS-26-000002-D  2026-12  fixed      841.32   210.33     0.00     0.00  2026-12-18   due
LKS-26-000003-0  2026-10  fixed      757.19   189.30   946.49   946.49  2026-10-20   paid     GM0363-2026-10-1
LKS-26-000003-0  2026-11  fixed      883.39   220.85  1104.24  1104.24  2026-11-20   paid     GM0363-2026-11-1
LKS-26-000003-0  2026-12  fixed     1009.58   252.40     0.00     0.00  2026-12-18   due
LKS-26-000004-U  2026-10  fixed      701.10   175.28   876.38   876.38  2026-10-20   paid     GM0363-2026-10-1
LKS-26-000004-U  2026-10  variable                       0.00     0.00               unknown  worked hours are not reported; unknown is not zero
LKS-26-000004-U  2026-11  fixed      701.10   175.28   876.38   876.38  2026-11-20   paid     GM0363-2026-11-1
LKS-26-000004-U  2026-11  variable                       0.00     0.00               unknown  worked hours are not reported; unknown is not zero
LKS-26-000004-U  2026-12  fixed      701.10   175.28     0.00     0.00  2026-12-18   due
LKS-26-000004-U  2026-12  variable                       0.00     0.00               unknown  worked hours are not reported; unknown is not zero
LKS-26-000005-8  2026-10  fixed     1963.08   490.77  2453.85  2453.85  2026-10-20   paid     GM0363-2026-10-1
LKS-26-000005-8  2026-11  fixed     1963.08   490.77  2453.85  2453.85  2026-11-20   paid     GM0363-2026-11-1
LKS-26-000005-8  2026-12  fixed     1963.08   490.77     0.00     0.00  2026-12-18   due
Due 19027.54, booked 12261.92, sent 12261.92; besides, 3 amounts not known yet.
(demonstration)

One amount, step by step, each with its article.

$ lks explain LKS-26-000001-H --month 2026-10
LKS-26-000001-H 2026-10
fixed element: 260.54 subsidy + 65.13 charges
 1. minimum wage                            2337.00 euro   art. 2 and 10d lid 7 Pw
    adult, a month 2337.00, on 2026-10-23
 2. minimum wage with holiday allowance     2523.96 euro   art. 15 Wml
    minimum wage 2337.00, holiday allowance percentage 8
 3. wage value with holiday allowance      1514.376 euro   art. 10d lid 4 Pw
    minimum wage 2337.00, wage value percentage 60, holiday allowance percentage 8
 4. difference                             1009.584 euro   art. 10d lid 4 Pw
    minimum wage with holiday allowance 2523.96, wage value 1514.376
 5. cap (does not bind)                    1009.584 euro   art. 10d lid 4 Pw
    difference 1009.584, 70 percent at most 1766.772
 6. agreed hours                            897.408 euro   art. 10d lid 4 Pw
    full-time month 1009.584, agreed hours a week 32, sector's full-time week 36, hours that count 32, of hours a week 36
 7. part of the month                    260.537806 euro   policy part_month (R5)
    month 897.408, days 9, of days 31
 8. subsidy                                  260.54 euro   each rounded half-up once (R2)
    rounded half-up 260.537806
 9. employer charges                          65.13 euro   art. 10d lid 4 and 5 Pw
    over 260.537806, charges percentage 25
10. total                                    325.67 euro   each rounded half-up once (R2)
    subsidy 260.54, employer charges 65.13
  nothing from 2026-10-01 to 2026-10-22: the employment has not started
booked, fixed element: 260.54 subsidy + 65.13 charges
(demonstration)

$ lks show LKS-26-000001-H
LKS-26-000001-H  granted  GM0363
  person P-000001-G, employer W-000001-D
  applied 2026-09-01 by the employer on art. 10d lid 1 a (assistance)
  employment from 2026-10-23: fixed contract, 32 hours of 36 a week
  measured 2026-09-14 by LWD-204: 60 %
  LKS-26-000001-H/1 2026-09-28: granted on art. 10d lid 1 a
    regular from 2026-10-23 without an end, wage value 60 %: 897.41 subsidy + 224.35 charges a full month
  booked 1447.43, sent 1447.43, payable 0.00
(demonstration)

7. To the bank: the account that the municipality pays from is adopted by two persons, and the payment file is made.

$ lks policy adopt paying_account "NL14BNGH0285001234 Gemeente Voorbeeld" --municipality GM0363 --since 2026-10-01 --by f.administratie --today 2026-10-14
No amount changes.
Proposed; a second person agrees with: lks proposals approve 109
(demonstration, business day 2026-10-14)

$ lks proposals approve 109 --by g.controller --today 2026-10-14
Approved proposal 109: PolicyAdopted.
(demonstration, business day 2026-10-14)

$ lks pay export GM0363-2026-10-1 --out bank --by f.administratie --today 2026-10-14
bank/GM0363-2026-10-1.xml: 3 payments, 5328.37, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2026-10-14)

$ lks pay export GM0363-2026-11-1 --out bank --by f.administratie --today 2026-11-13
bank/GM0363-2026-11-1.xml: 3 payments, 6933.55, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2026-11-13)

Each employer gets a specification: the rows sum to what the bank pays.

$ lks specification GM0363-2026-11-1 --out specificaties
specificaties/LKS_betaalspecificatie_0363_W-000001-D_2026-11-19_GM0363-2026-11-1-W-000001-D.csv
specificaties/LKS_betaalspecificatie_0363_W-000002-0_2026-11-19_GM0363-2026-11-1-W-000002-0.csv
specificaties/LKS_betaalspecificatie_0363_W-000003-U_2026-11-19_GM0363-2026-11-1-W-000003-U.csv
3 specifications, 6 rows, 6933.55.
(demonstration)

8. And back: the bank's statements confirm what was debited. One payment comes back, for the account is closed.

$ lks bank import bank/2026-10-19.xml bank/2026-11-19.xml bank/2026-11-20.xml --by f.administratie --today 2026-11-23
2026-10-19.xml: statement 2026-10-19-1: 1 line: 4 cases confirmed, 1 run answered.
2026-11-19.xml: statement 2026-11-19-1: 3 lines: 5 cases confirmed, 1 run answered.
2026-11-20.xml: statement 2026-11-20-1: 2 lines: 1 case returned, 1 unknown receipt, 1 account blocked.
  AC04: the account is closed.
1 line matched nothing: lks bank unmatched
(demonstration, business day 2026-11-23)

$ lks pay status GM0363-2026-11-1 --today 2026-11-23
GM0363-2026-11-1 is confirmed: payment day 2026-11-20, to the bank by 2026-11-19.
employer    reference                    cases     euro  status     on          why
W-000001-D  GM0363-2026-11-1/W-000001-D      2  2499.08  confirmed  2026-11-19
W-000002-0  GM0363-2026-11-1/W-000002-0      2  1980.62  confirmed  2026-11-19
W-000003-U  GM0363-2026-11-1/W-000003-U      1  2453.85  returned   2026-11-20  AC04: the account is closed
Total: 6933.55 for 5 cases.
Checkpoint 108: …
(demonstration, shared login, business day 2026-11-23)

$ lks bank unmatched --today 2026-11-23
line  statement       booked on    euro  reference  bucket
 128  2026-11-20-1/2  2026-11-20  12.50             unknown_receipt
unknown_receipt: money came in that no payment here explains.
(demonstration, business day 2026-11-23)

The receipt is interest of the bank: no money of this ledger. Two persons say so.

$ lks bank match 128 --as elsewhere --reason interest --by f.administratie --today 2026-11-23
Proposed; a second person agrees with: lks proposals approve 131
(demonstration, business day 2026-11-23)

$ lks proposals approve 131 --by g.controller --today 2026-11-23
Approved proposal 131: BankLineMatched.
(demonstration, business day 2026-11-23)

The employer gives another account, and a second person agrees. The next run sends what came back, to that account.

$ lks employer bank-account change W-000003-U --file account.json --by a.consulent --today 2026-11-23
Proposed; a second person agrees with: lks proposals approve 134
(demonstration, business day 2026-11-23)

$ lks proposals approve 134 --by g.controller --today 2026-11-23
Approved proposal 134: AccountApproved.
(demonstration, business day 2026-11-23)

$ lks pay prepare --municipality GM0363 --month 2026-11 --by f.administratie --today 2026-11-23
GM0363-2026-11-2 prepared: payment day 2026-11-24, to the bank by 2026-11-23.
1 case, 0 lines: 0.00 subsidy + 0.00 charges to book, 2453.85 to send.
Warning: 2026-11 was to be paid by 2026-11-20; it will be on 2026-11-24 (R24).
Next, by another person: lks pay approve GM0363-2026-11-2
(demonstration, business day 2026-11-23)

The general ledger gets what was booked, in numbered batches: every entry once, debit equal to credit.

$ lks journal export --out journaal --by f.administratie --today 2026-11-23
journaal/LKS_journaal_GM0363_0001.csv: batch 1, 19 entries, 39239.61, SHA-256 …
(demonstration, business day 2026-11-23)

9. The ledger proves that it is whole: order, seals, and every paid amount computed again from its inputs.

$ lks audit verify
138 entries: in order, every seal fits; 15 amounts computed again, all equal.
58 intents decided again on what they read: the same facts, and no others.
… tables of projections made anew up to entry 138: the same rows.
The journal balances on each of 28 entries and dates.
… functions and views, and every trigger, are those of this release.
Head 138: …
Checked: 138 entries and seals, 15 amounts, 58 intents decided again (0 by other rules, 0 not), … tables, 28 entries of the journal.
(demonstration)

10. A checkpoint outside of the database shows every later change, whoever made it. An inspector gets a bundle that is
checked without the ledger, by one file that shares no code with it.

$ lks checkpoint make --to published
Published checkpoint 138: … in published.
The key is new, in …
(demonstration)

$ lks checkpoint verify published
The signature is good, and entries 1 to 138 are those of the checkpoint; the log has 138.
(demonstration)

$ lks inspect export --case LKS-26-000001-H --out bundle.zip
bundle.zip: 67 entries, … kB, checkpoint 138.
Check it anywhere with: python verify_bundle.py bundle.zip --key lks/…
(demonstration)
