A year in the life of one subsidy: flat rate, measurement, a change that was told late, a birthday, two rises of the minimum wage, a payment that comes back, a correction that is corrected, the end, and what was paid too much.

To keep it short only the runs that show something are told; a run books every granted month that has no line yet.

1. A ledger, and one application for an employee of twenty who starts on 1 October 2025.

$ lks db init --demonstration --shared-login --by j.beheer --today 2025-09-01
Opened ledger ….
The master key …
(demonstration, business day 2025-09-01)

$ lks law adopt --accept-low --yes --by j.beheer --today 2025-09-01
No amount changes.
Adopted 47 values of the law.
(demonstration, business day 2025-09-01)

$ lks policy adopt paying_account "NL14BNGH0285001234 Gemeente Voorbeeld" --municipality GM0363 --since 2025-09-01 --by f.administratie --today 2025-09-01
No amount changes.
Proposed; a second person agrees with: lks proposals approve 50
(demonstration, business day 2025-09-01)

$ lks proposals approve 50 --by g.controller --today 2025-09-01
Approved proposal 50: PolicyAdopted.
(demonstration, business day 2025-09-01)

$ lks import applications one-case.csv --by a.consulent --today 2025-09-09
Recorded 1 case (0 running), 1 person and 1 employer in … s, and … s to project them.
(demonstration, business day 2025-09-09)

2. Measuring waits: the flat rate, six months at most (art. 10d lid 5).

$ lks measurement waive --case LKS-25-000001-Q --by a.consulent --today 2025-09-15
LKS-25-000001-Q: measurement waived on 2025-09-15. Decide by 2025-10-20.
Next: lks decide grant --case LKS-25-000001-Q
(demonstration, business day 2025-09-15)

$ lks decide grant --case LKS-25-000001-Q --by b.jurist --today 2025-09-22
LKS-25-000001-Q/1: granted on art. 10d lid 1 b, decided on 2025-09-22.
Flat-rate from 2025-10-01 through 2026-03-31: 862.39 subsidy + 202.66 charges a full month.
Last day to object: employer 2025-11-03, employee 2025-11-03.
(demonstration, business day 2025-09-22)

3. The last quarter of 2025: October on its own, November and December in one run.

$ lks pay prepare --municipality GM0363 --month 2025-10 --by f.administratie --today 2025-10-13
GM0363-2025-10-1 prepared: payment day 2025-10-20, to the bank by 2025-10-17.
1 case, 1 line: 862.39 subsidy + 202.66 charges to book, 1065.05 to send.
Next, by another person: lks pay approve GM0363-2025-10-1
(demonstration, business day 2025-10-13)

$ lks pay approve GM0363-2025-10-1 --by g.controller --today 2025-10-14
GM0363-2025-10-1 approved: 1 case, 1065.05 to send.
Checkpoint 62: …
Next: lks pay export GM0363-2025-10-1 --out DIR
(demonstration, shared login, business day 2025-10-14)

$ lks pay prepare --municipality GM0363 --month 2025-12 --by f.administratie --today 2025-12-09
GM0363-2025-12-1 prepared: payment day 2025-12-19, to the bank by 2025-12-18.
1 case, 2 lines: 1724.78 subsidy + 405.32 charges to book, 2130.10 to send.
Next, by another person: lks pay approve GM0363-2025-12-1
(demonstration, business day 2025-12-09)

$ lks pay approve GM0363-2025-12-1 --by g.controller --today 2025-12-10
GM0363-2025-12-1 approved: 1 case, 2130.10 to send.
Checkpoint 65: …
Next: lks pay export GM0363-2025-12-1 --out DIR
(demonstration, shared login, business day 2025-12-10)

$ lks pay export GM0363-2025-10-1 --out bank --by f.administratie --today 2025-10-14
bank/GM0363-2025-10-1.xml: 1 payment, 1065.05, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2025-10-14)

$ lks pay export GM0363-2025-12-1 --out bank --by f.administratie --today 2025-12-10
bank/GM0363-2025-12-1.xml: 1 payment, 2130.10, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2025-12-10)

$ lks bank import bank/a-year-2025-10-17.xml bank/a-year-2025-12-18.xml --by f.administratie --today 2025-12-22
a-year-2025-10-17.xml: statement 2025-10-17-1: 1 line: 1 case confirmed, 1 run answered.
a-year-2025-12-18.xml: statement 2025-12-18-1: 1 line: 1 case confirmed, 1 run answered.
(demonstration, business day 2025-12-22)

The quarter is settled, and closed by two persons. What is due is what was booked, so nothing is recorded.

$ lks settle --municipality GM0363 --quarter 2025Q4 --by f.administratie --today 2026-01-05
GM0363 through 2025-12: nothing to settle, due is what is booked.
(demonstration, business day 2026-01-05)

$ lks quarter checklist --municipality GM0363 --quarter 2025Q4 --today 2026-01-05
yes  runs answered or explained: 2
yes  nothing on the paying account is unmatched
yes  takeovers are signed
yes  due is booked for every month of the quarter and before
yes  worked hours are known for every month
2025Q4 can be signed off.
(demonstration, shared login, business day 2026-01-05)

$ lks quarter sign-off --municipality GM0363 --quarter 2025Q4 --by f.administratie --today 2026-01-05
Proposed; a second person agrees with: lks proposals approve 74
(demonstration, shared login, business day 2026-01-05)

$ lks proposals approve 74 --by g.controller --today 2026-01-06
Approved proposal 74: QuarterSignedOff.
Checkpoint 76: …
(demonstration, business day 2026-01-06)

4. January: the minimum wage of 1 January counts from now on, and nobody has to record anything for that (art. 10d lid 7).

$ lks explain LKS-25-000001-Q --month 2026-01
LKS-25-000001-Q 2026-01
fixed element: 881.05 subsidy + 220.26 charges
 1. minimum wage                           1835.52 euro   art. 2 and 10d lid 7 Pw, art. 7 lid 3 and 8 lid 3 Wml
    adult, a month 2294.40, on 2026-01-01, percentage at this age 80
 2. minimum wage with holiday allowance  1982.3616 euro   art. 15 Wml
    minimum wage 1835.52, holiday allowance percentage 8
 3. flat rate                             991.1808 euro   art. 10d lid 5 Pw
    of 1982.3616, flat-rate percentage 50
 4. agreed hours                          881.0496 euro   art. 10d lid 5 Pw
    full-time month 991.1808, agreed hours a week 32, sector's full-time week 36, hours that count 32, of hours a week 36
 5. subsidy                                 881.05 euro   each rounded half-up once (R2)
    rounded half-up 881.0496
 6. employer charges                        220.26 euro   art. 10d lid 4 and 5 Pw
    over 881.0496, charges percentage 25
 7. total                                  1101.31 euro   each rounded half-up once (R2)
    subsidy 881.05, employer charges 220.26
(demonstration)

$ lks pay prepare --municipality GM0363 --month 2026-03 --by f.administratie --today 2026-03-09
GM0363-2026-03-1 prepared: payment day 2026-03-20, to the bank by 2026-03-19.
1 case, 3 lines: 2643.15 subsidy + 660.78 charges to book, 3303.93 to send.
Next, by another person: lks pay approve GM0363-2026-03-1
(demonstration, business day 2026-03-09)

$ lks pay approve GM0363-2026-03-1 --by g.controller --today 2026-03-10
GM0363-2026-03-1 approved: 1 case, 3303.93 to send.
Checkpoint 79: …
Next: lks pay export GM0363-2026-03-1 --out DIR
(demonstration, shared login, business day 2026-03-10)

5. The six months are almost over: measured at 55 %, from 1 April on the regular route.

$ lks measurement record --case LKS-25-000001-Q --measured-on 2026-03-10 --wage-value 55 --expert LWD-117 --draft-discussed-on 2026-03-12 --by a.consulent --today 2026-03-17
LKS-25-000001-Q: measured at 55 % on 2026-03-10.
Warning: LWD-117 is not registered, so nothing accounts for provider and certificate. See lks expert register.
Next: lks measurement establish --case LKS-25-000001-Q
(demonstration, business day 2026-03-17)

$ lks measurement establish --case LKS-25-000001-Q --by a.consulent --today 2026-03-18
LKS-25-000001-Q: wage value 55 % established on 2026-03-18. Decide by 2026-04-22.
Next: lks decide grant --case LKS-25-000001-Q
(demonstration, business day 2026-03-18)

$ lks decide grant --case LKS-25-000001-Q --by b.jurist --today 2026-03-23
LKS-25-000001-Q/2: granted on art. 10d lid 1 a, decided on 2026-03-23.
Regular from 2026-04-01 without an end, wage value 55 %: 792.94 subsidy + 198.24 charges a full month.
Last day to object: employer 2026-05-04, employee 2026-05-04.
month               element   was  becomes  difference
2026-04             fixed    0.00   991.18      991.18
2026-05             fixed    0.00  1151.05     1151.05
2026-06 to 2026-12  fixed    0.00  1238.98     1238.98
2027-01 to 2027-12  fixed    0.00  1261.98     1261.98
(demonstration, business day 2026-03-23)

The first quarter of 2026 is closed, with March's run explained: its answer of the bank is not in yet.

$ lks quarter sign-off --municipality GM0363 --quarter 2026Q1 --explain GM0363-2026-03-1=statement_late --by f.administratie --today 2026-04-07
Proposed; a second person agrees with: lks proposals approve 83
(demonstration, shared login, business day 2026-04-07)

$ lks proposals approve 83 --by g.controller --today 2026-04-07
Approved proposal 83: QuarterSignedOff.
Checkpoint 85: …
(demonstration, business day 2026-04-07)

6. April's payment comes back: the account is closed. It is payable again, and another account is agreed on by two persons.

$ lks pay prepare --municipality GM0363 --month 2026-04 --by f.administratie --today 2026-04-13
GM0363-2026-04-1 prepared: payment day 2026-04-20, to the bank by 2026-04-17.
1 case, 1 line: 792.94 subsidy + 198.24 charges to book, 991.18 to send.
Next, by another person: lks pay approve GM0363-2026-04-1
(demonstration, business day 2026-04-13)

$ lks pay approve GM0363-2026-04-1 --by g.controller --today 2026-04-14
GM0363-2026-04-1 approved: 1 case, 991.18 to send.
Checkpoint 88: …
Next: lks pay export GM0363-2026-04-1 --out DIR
(demonstration, shared login, business day 2026-04-14)

$ lks pay export GM0363-2026-04-1 --out bank --by f.administratie --today 2026-04-14
bank/GM0363-2026-04-1.xml: 1 payment, 991.18, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2026-04-14)

$ lks bank import bank/a-year-2026-04-17.xml bank/a-year-2026-04-21.xml --by f.administratie --today 2026-04-22
a-year-2026-04-17.xml: statement 2026-04-17-1: 1 line: 1 case confirmed, 1 run answered.
a-year-2026-04-21.xml: statement 2026-04-21-1: 1 line: 1 case returned, 1 account blocked.
  AC04: the account is closed.
(demonstration, business day 2026-04-22)

$ lks employer bank-account change W-000001-D --file another-account.json --by a.consulent --today 2026-04-24
Proposed; a second person agrees with: lks proposals approve 96
(demonstration, business day 2026-04-24)

$ lks proposals approve 96 --by g.controller --today 2026-04-24
Approved proposal 96: AccountApproved.
(demonstration, business day 2026-04-24)

7. May: the employee turns 21 on the 12th, in the middle of the month (R6). The run sends May, and April again.

$ lks pay prepare --municipality GM0363 --month 2026-05 --by f.administratie --today 2026-05-11
GM0363-2026-05-1 prepared: payment day 2026-05-20, to the bank by 2026-05-19.
1 case, 1 line: 920.84 subsidy + 230.21 charges to book, 2142.23 to send.
Next, by another person: lks pay approve GM0363-2026-05-1
(demonstration, business day 2026-05-11)

$ lks pay approve GM0363-2026-05-1 --by g.controller --today 2026-05-12
GM0363-2026-05-1 approved: 1 case, 2142.23 to send.
Checkpoint 101: …
Next: lks pay export GM0363-2026-05-1 --out DIR
(demonstration, shared login, business day 2026-05-12)

$ lks explain LKS-25-000001-Q --month 2026-05
LKS-25-000001-Q 2026-05
fixed element: 920.84 subsidy + 230.21 charges
 1. minimum wage                            1835.52 euro   art. 2 and 10d lid 7 Pw, art. 7 lid 3 and 8 lid 3 Wml
    adult, a month 2294.40, on 2026-04-01, percentage at this age 80
 2. minimum wage with holiday allowance   1982.3616 euro   art. 15 Wml
    minimum wage 1835.52, holiday allowance percentage 8
 3. wage value with holiday allowance    1090.29888 euro   art. 10d lid 4 Pw
    minimum wage 1835.52, wage value percentage 55, holiday allowance percentage 8
 4. difference                            892.06272 euro   art. 10d lid 4 Pw
    minimum wage with holiday allowance 1982.3616, wage value 1090.29888
 5. cap (does not bind)                   892.06272 euro   art. 10d lid 4 Pw
    difference 892.06272, 70 percent at most 1387.65312
 6. agreed hours                          792.94464 euro   art. 10d lid 4 Pw
    full-time month 892.06272, agreed hours a week 32, sector's full-time week 36, hours that count 32, of hours a week 36
 7. part of the month                    281.367453 euro   policy part_month (R5)
    month 792.94464, days 11, of days 31
 8. minimum wage                            2294.40 euro   art. 2 and 10d lid 7 Pw
    adult, a month 2294.40, on 2026-04-01
 9. minimum wage with holiday allowance    2477.952 euro   art. 15 Wml
    minimum wage 2294.40, holiday allowance percentage 8
10. wage value with holiday allowance     1362.8736 euro   art. 10d lid 4 Pw
    minimum wage 2294.40, wage value percentage 55, holiday allowance percentage 8
11. difference                            1115.0784 euro   art. 10d lid 4 Pw
    minimum wage with holiday allowance 2477.952, wage value 1362.8736
12. cap (does not bind)                   1115.0784 euro   art. 10d lid 4 Pw
    difference 1115.0784, 70 percent at most 1734.5664
13. agreed hours                           991.1808 euro   art. 10d lid 4 Pw
    full-time month 1115.0784, agreed hours a week 32, sector's full-time week 36, hours that count 32, of hours a week 36
14. part of the month                    639.471484 euro   policy part_month (R5)
    month 991.1808, days 20, of days 31
15. subsidy                                  920.84 euro   each rounded half-up once (R2)
    rounded half-up 920.838937
16. employer charges                         230.21 euro   art. 10d lid 4 and 5 Pw
    over 920.838937, charges percentage 25
17. total                                   1151.05 euro   each rounded half-up once (R2)
    subsidy 920.84, employer charges 230.21
booked, fixed element: 920.84 subsidy + 230.21 charges
(demonstration)

8. In June the employer tells that the hours went down to 24 from 16 March. Nothing that was booked is touched.

$ lks amend --case LKS-25-000001-Q --effective 2026-03-16 --hours 24 --by a.consulent --today 2026-06-08
LKS-25-000001-Q: from 2026-03-16 24 hours a week.
month               element      was  becomes  difference
2026-03             fixed    1101.31   959.21     -142.10
2026-04             fixed     991.18   743.39     -247.79
2026-05             fixed    1151.05   863.29     -287.76
2026-06 to 2026-12  fixed    1238.98   929.24     -309.74
2027-01 to 2027-12  fixed    1261.98   946.49     -315.49
Through 2026-05, which is booked: W-000001-D got 677.65 too much; the next lks settle books it.
A full month of agreed hours from 2026-03-16: 660.79 subsidy + 165.20 charges.
It lowers the amount, which takes a decision (R20). Next: lks decide amend --case LKS-25-000001-Q --effective 2026-03-16
(demonstration, business day 2026-06-08)

It should have been 28, and is corrected: first what it does, then, with --yes, a proposal for a second person.

$ lks correct 102 --set hours=28 --reason typing_error --by a.consulent --today 2026-06-15
change: hours 24 becomes 28
month               element     was  becomes  difference
2026-03             fixed    959.21  1030.26       71.05
2026-04             fixed    743.39   867.29      123.90
2026-05             fixed    863.29  1007.16      143.87
2026-06 to 2026-12  fixed    929.24  1084.10      154.86
2027-01 to 2027-12  fixed    946.49  1104.24      157.75
Through 2026-05, which is booked: W-000001-D gets 338.82 more; the next lks settle books it.
Nothing was recorded. The same with --yes records it.
(demonstration, business day 2026-06-15)

$ lks correct 102 --set hours=28 --reason typing_error --yes --by a.consulent --today 2026-06-15
change: hours 24 becomes 28
month               element     was  becomes  difference
2026-03             fixed    959.21  1030.26       71.05
2026-04             fixed    743.39   867.29      123.90
2026-05             fixed    863.29  1007.16      143.87
2026-06 to 2026-12  fixed    929.24  1084.10      154.86
2027-01 to 2027-12  fixed    946.49  1104.24      157.75
Through 2026-05, which is booked: W-000001-D gets 338.82 more; the next lks settle books it.
Proposed; a second person agrees with: lks proposals approve 103
(demonstration, business day 2026-06-15)

$ lks proposals approve 103 --by b.jurist --today 2026-06-15
Approved proposal 103: Corrected.
(demonstration, business day 2026-06-15)

The contract says 26: the correction is corrected.

$ lks correct 102 --set hours=26 --reason contract_seen --yes --by a.consulent --today 2026-06-22
change: hours 28 becomes 26
month               element      was  becomes  difference
2026-03             fixed    1030.26   994.74      -35.52
2026-04             fixed     867.29   805.34      -61.95
2026-05             fixed    1007.16   935.23      -71.93
2026-06 to 2026-12  fixed    1084.10  1006.66      -77.44
2027-01 to 2027-12  fixed    1104.24  1025.36      -78.88
Through 2026-05, which is booked: W-000001-D got 169.40 too much; the next lks settle books it.
Proposed; a second person agrees with: lks proposals approve 106
(demonstration, business day 2026-06-22)

$ lks proposals approve 106 --by b.jurist --today 2026-06-22
Approved proposal 106: Corrected.
(demonstration, business day 2026-06-22)

What lowers an amount takes a decision (R20).

$ lks decide amend --case LKS-25-000001-Q --ground change_reported --effective 2026-03-16 --by b.jurist --today 2026-06-23
LKS-25-000001-Q/3: amended on change reported, decided on 2026-06-23.
Flat-rate from 2026-03-16 through 2026-03-31: 715.85 subsidy + 178.96 charges a full month.
Last day to object: employer 2026-08-04, employee 2026-08-04.
No amount changes.
(demonstration, business day 2026-06-23)

9. Where every cent of March comes from.

$ lks explain LKS-25-000001-Q --month 2026-03 --difference
LKS-25-000001-Q 2026-03
fixed element, booked by GM0363-2026-03-1 (entry 79): 1101.31
  subsidy  charges    total  entry  day         because of
   881.05   220.26  1101.31     59  2025-09-22  granted LKS-25-000001-Q/1: nothing was due before
  sum: 1101.31
fixed element, not booked yet: -106.57
  subsidy  charges    total  entry  day         because of
  -113.68   -28.42  -142.10    102  2026-06-08  change: agreed hours 32 becomes 32 and 24
    56.84    14.21    71.05    105  2026-06-15  change corrected (typing_error): agreed hours 32 and 24 becomes 32 and 28
   -28.42    -7.10   -35.52    108  2026-06-22  change corrected (contract_seen): agreed hours 32 and 28 becomes 32 and 26
  sum: -106.57
(demonstration)

10. The second quarter: settled in the open quarter, March shown as about an earlier one.

$ lks pay prepare --municipality GM0363 --month 2026-06 --by f.administratie --today 2026-06-24
GM0363-2026-06-1 prepared: payment day 2026-06-25, to the bank by 2026-06-24.
1 case, 1 line: 805.33 subsidy + 201.33 charges to book, 1006.66 to send.
Warning: 2026-06 was to be paid by 2026-06-19; it will be on 2026-06-25 (R24).
Next, by another person: lks pay approve GM0363-2026-06-1
(demonstration, business day 2026-06-24)

$ lks pay approve GM0363-2026-06-1 --by g.controller --today 2026-06-24
GM0363-2026-06-1 approved: 1 case, 1006.66 to send.
Checkpoint 112: …
Next: lks pay export GM0363-2026-06-1 --out DIR
(demonstration, shared login, business day 2026-06-24)

$ lks settle --municipality GM0363 --quarter 2026Q2 --by f.administratie --today 2026-07-06
GM0363 through 2026-06. Booked on 2026-06-30: 1 case, 3 lines: -406.59 subsidy + -101.64 charges.
case               month  element     due   booked  difference
LKS-25-000001-Q  2026-03  fixed    994.74  1101.31     -106.57
LKS-25-000001-Q  2026-04  fixed    805.34   991.18     -185.84
LKS-25-000001-Q  2026-05  fixed    935.23  1151.05     -215.82
Total: -508.23
Next run: LKS-25-000001-Q: 508.23 is set off against what it is paid.
(demonstration, business day 2026-07-06)

$ lks settle --municipality GM0363 --quarter 2026Q2 --by f.administratie --today 2026-07-06
GM0363 through 2026-06: nothing to settle, due is what is booked.
(demonstration, business day 2026-07-06)

$ lks reconcile --municipality GM0363 --quarter 2026Q1
GM0363 2026Q1 as known at entry 82, signed off by entry 85.
                                    euro
opening unbooked                    0.00
+ change of due                  3303.93
    about earlier quarters          0.00
- booked                         3303.93
    subsidy                      2643.15
    charges                       660.78
    about earlier quarters          0.00
    booked elsewhere (takeover)     0.00
= closing unbooked                  0.00
opening payable                     0.00
    we owe                          0.00
    owed to us                      0.00
+ booked                         3303.93
- sent                           3303.93
    sent elsewhere (takeover)       0.00
+ returned                          0.00
+ received                          0.00
+ written off                       0.00
= closing payable                   0.00
    we owe                          0.00
    owed to us                      0.00
Signed off with SHA-256 …, which is that of this report.
Two persons may share one database login here (policy shared_login).
Checkpoint 85: …
(demonstration)

$ lks reconcile --municipality GM0363 --quarter 2026Q2
GM0363 2026Q2 as known at entry 114, open.
                                    euro
opening unbooked                    0.00
+ change of due                  2640.66
    about earlier quarters       -106.57
- booked                         2640.66
    subsidy                      2112.52
    charges                       528.14
    about earlier quarters       -106.57
    booked elsewhere (takeover)     0.00
= closing unbooked                  0.00
opening payable                     0.00
    we owe                          0.00
    owed to us                      0.00
+ booked                         2640.66
- sent                           4140.07
    sent elsewhere (takeover)       0.00
+ returned                        991.18
+ received                          0.00
+ written off                       0.00
= closing payable                -508.23
    we owe                          0.00
    owed to us                    508.23
Two persons may share one database login here (policy shared_login).
(demonstration)

11. July: a rise of the minimum wage in the middle of the year does not move a running subsidy (R3).

$ lks pay prepare --municipality GM0363 --month 2026-08 --by f.administratie --today 2026-08-10
GM0363-2026-08-1 prepared: payment day 2026-08-20, to the bank by 2026-08-19.
1 case, 2 lines: 1610.66 subsidy + 402.66 charges to book, 1505.09 to send.
Next, by another person: lks pay approve GM0363-2026-08-1
(demonstration, business day 2026-08-10)

$ lks pay approve GM0363-2026-08-1 --by g.controller --today 2026-08-11
GM0363-2026-08-1 approved: 1 case, 1505.09 to send.
Checkpoint 117: …
Next: lks pay export GM0363-2026-08-1 --out DIR
(demonstration, shared login, business day 2026-08-11)

$ lks pay lines GM0363-2026-08-1
GM0363-2026-08-1 is approved.
employer    case               month  element  subsidy  charges    total  booked now
W-000001-D  LKS-25-000001-Q  2026-03  fixed     -85.26   -21.31  -106.57        0.00
W-000001-D  LKS-25-000001-Q  2026-04  fixed    -148.67   -37.17  -185.84        0.00
W-000001-D  LKS-25-000001-Q  2026-05  fixed    -172.66   -43.16  -215.82        0.00
W-000001-D  LKS-25-000001-Q  2026-07  fixed     805.33   201.33  1006.66     1006.66
W-000001-D  LKS-25-000001-Q  2026-08  fixed     805.33   201.33  1006.66     1006.66
GM0363-2026-08-1/W-000001-D: 1505.09 to W-000001-D
Total: 1505.09
(demonstration)

12. The contract ended on 31 July; the employer tells it late. The end is determined, and what was paid for August is owed.

$ lks end --case LKS-25-000001-Q --last-day 2026-07-31 --reason contract_ended --by a.consulent --today 2026-08-24
LKS-25-000001-Q ends after 2026-07-31.
month               element      was  becomes  difference
2026-08 to 2026-12  fixed    1006.66     0.00    -1006.66
2027-01 to 2027-12  fixed    1025.36     0.00    -1025.36
Through 2026-08, which is booked: W-000001-D got 1006.66 too much; the next lks settle books it.
Next, when it is over and hours are reported: lks decide determine --case LKS-25-000001-Q
(demonstration, business day 2026-08-24)

$ lks decide determine --case LKS-25-000001-Q --by b.jurist --today 2026-08-31
  month  element   due  booked before  booked now
2026-08  fixed    0.00        1006.66    -1006.66
LKS-25-000001-Q/4: determined from 2025-10-01 to 2026-07-31, decided on 2026-08-31: 8148.17 subsidy + 1998.23 charges in all.
1006.66 is owed to the municipality; it can be claimed until 2031-08-31.
Next: lks recovery announce --case LKS-25-000001-Q --respond-by DAY
Last day to object: employer 2026-10-12, employee 2026-10-12.
(demonstration, business day 2026-08-31)

The employer gets the final settlement (eindafrekening) as a specification; nothing is paid, so its rows are nothing together.

$ lks specification --determination LKS-25-000001-Q --out specificaties
specificaties/LKS_betaalspecificatie_0363_W-000001-D_2026-08-31_LKS-25-000001-Q-4-W-000001-D.csv
1 specification, 2 rows, 0.00.
(demonstration)

$ lks recovery announce --case LKS-25-000001-Q --respond-by 2026-09-14 --by b.jurist --today 2026-08-31
LKS-25-000001-Q: a recovery of 1006.66 is announced; views until 2026-09-14.
Next, after that day: lks recovery claim --case LKS-25-000001-Q
(demonstration, business day 2026-08-31)

$ lks recovery claim --case LKS-25-000001-Q --by b.jurist --today 2026-09-15
LKS-25-000001-Q/5: 1006.66 is claimed, decided on 2026-09-15.
To be paid by 2026-10-27; last day to object: employer 2026-10-27.
Next, when money comes in: lks bank match LINE --as recovery --reference LKS-25-000001-Q
(demonstration, business day 2026-09-15)

$ lks recovery instalments --case LKS-25-000001-Q --instalment 2026-10-15=500.00 --instalment 2026-11-16=506.66 --by f.administratie --today 2026-09-22
LKS-25-000001-Q: 1006.66 in 2 parts, from 2026-10-15 to 2026-11-16.
(demonstration, business day 2026-09-22)

$ lks recovery receive --case LKS-25-000001-Q --amount 500.00 --received-on 2026-10-14 --by f.administratie --today 2026-10-15
LKS-25-000001-Q: 500.00 received.
Outstanding: 506.66.
(demonstration, business day 2026-10-15)

The employer goes bankrupt: the rest is written off by two persons.

$ lks recovery write-off --case LKS-25-000001-Q --amount 506.66 --reason bankruptcy --by f.administratie --today 2026-11-10
Proposed; a second person agrees with: lks proposals approve 127
(demonstration, business day 2026-11-10)

$ lks proposals approve 127 --by g.controller --today 2026-11-10
Approved proposal 127: WrittenOff.
(demonstration, business day 2026-11-10)

$ lks show LKS-25-000001-Q
LKS-25-000001-Q  ended  GM0363
  person P-000001-G, employer W-000001-D
  applied 2025-09-08 by the employer on art. 10d lid 1 b (assistance)
  employment from 2025-10-01: fixed contract, 32 hours of 36 a week
    from 2026-03-16: fixed contract, 26 hours of 36 a week
  measured 2026-03-10 by LWD-117: 55 %
  LKS-25-000001-Q/1 2025-09-22: granted on art. 10d lid 1 b
    flat-rate from 2025-10-01 through 2026-03-31: 862.39 subsidy + 202.66 charges a full month
  LKS-25-000001-Q/2 2026-03-23: granted on art. 10d lid 1 a
    regular from 2026-04-01 without an end, wage value 55 %: 792.94 subsidy + 198.24 charges a full month
  LKS-25-000001-Q/3 2026-06-23: amended on change reported
    flat-rate from 2026-03-16 through 2026-03-31: 715.85 subsidy + 178.96 charges a full month
  LKS-25-000001-Q/4 2026-08-31: determined on ended
  ended after 2026-07-31: contract ended
  determined by LKS-25-000001-Q/4: balance -1006.66, can be claimed until 2031-08-31
  LKS-25-000001-Q/5 2026-09-15: claimed 1006.66, to be paid by 2026-10-27; last day to object 2026-10-27
  in parts, agreed on 2026-09-22: 2026-10-15 500.00, 2026-11-16 506.66
  received or written off 1006.66, outstanding 0.00
  booked 10146.40, sent 11153.06, payable 0.00
(demonstration)

13. The year so far, and the proof that nothing was changed.

$ lks year statement --municipality GM0363 --year 2026
GM0363 2026 as known at entry 129, open.
belongs to  category     gross  receipts      net  net subsidy  net charges  written off  elsewhere
2026        flat-rate  3197.36      0.00  3197.36      2557.89       639.47         0.00       0.00
2026        regular    4253.89    500.00  3753.89      3003.11       750.78       506.66       0.00
total                  7451.25    500.00  6951.25      5561.00      1390.25       506.66       0.00
Net 6951.25: 6951.25 about 2026, 0.00 about other years.
Two persons may share one database login here (policy shared_login).
(demonstration)

$ lks audit verify
129 entries: in order, every seal fits; 18 amounts computed again, all equal.
55 intents decided again on what they read: the same facts, and no others.
… tables of projections made anew up to entry 129: the same rows.
The journal balances on each of 23 entries and dates.
… functions and views, and every trigger, are those of this release.
Head 129: …
Checked: 129 entries and seals, 18 amounts, 55 intents decided again (0 by other rules, 0 not), … tables, 23 entries of the journal.
(demonstration)
