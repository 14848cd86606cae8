The regular route (regulier), from the employer's first call to the final settlement: the wage value is measured first, hours above a minimum are paid afterwards.

1. A ledger, with the law as it is, the account that is paid from, and the municipality's name on letters.

$ lks db init --demonstration --shared-login --by j.beheer --today 2026-02-02
Opened ledger ….
The master key …
(demonstration, business day 2026-02-02)

$ lks law adopt --accept-low --yes --by j.beheer --today 2026-02-02
No amount changes.
Adopted 47 values of the law.
(demonstration, business day 2026-02-02)

$ lks policy adopt paying_account "NL14BNGH0285001234 Gemeente Voorbeeld" --municipality GM0363 --since 2026-02-02 --by f.administratie --today 2026-02-02
No amount changes.
Proposed; a second person agrees with: lks proposals approve 50
(demonstration, business day 2026-02-02)

$ lks proposals approve 50 --by g.controller --today 2026-02-02
Approved proposal 50: PolicyAdopted.
(demonstration, business day 2026-02-02)

$ lks policy adopt letter_identity "name=Gemeente Voorbeeld; address=Raadhuisplein 1; place=1234 AB Voorbeeld; phone=14 0123; signed_by=A. de Vries; function=teamleider Werk" --municipality GM0363 --since 2026-02-02 --by j.beheer --today 2026-02-02
No amount changes.
letter_identity is name=Gemeente Voorbeeld; address=Raadhuisplein 1; place=1234 AB Voorbeeld; phone=14 0123; signed_by=A. de Vries; function=teamleider Werk from 2026-02-02 for GM0363.
(demonstration, business day 2026-02-02)

Who measures is registered: an enterprise under the supervision of Blik op Werk, and an expert with a certificate.

$ lks provider register AANBIEDER-1 --kind private --file provider.json --by j.beheer --today 2026-02-02
AANBIEDER-1 is registered as private; blik_op_werk supervises it.
Next: lks expert register CODE --provider AANBIEDER-1
(demonstration, business day 2026-02-02)

$ lks expert register LWD-117 --provider AANBIEDER-1 --file expert.json --by j.beheer --today 2026-02-02
LWD-117 is registered, at AANBIEDER-1.
Next: lks expert certify LWD-117
(demonstration, business day 2026-02-02)

$ lks expert certify LWD-117 --certificate C-2204 --valid-from 2025-06-01 --valid-until 2028-05-31 --in-register --by j.beheer --today 2026-02-02
LWD-117: certificate C-2204, 2025-06-01 to 2028-05-31.
(demonstration, business day 2026-02-02)

2. The first call: a gardener's firm wants to employ someone from 1 April for 20 to 32 hours a week. All data come in at once, and are acknowledged.

$ lks import applications regular.csv --by a.consulent --today 2026-02-10
Recorded 1 case (0 running), 1 person and 1 employer in … s, and … s to project them.
(demonstration, business day 2026-02-10)

$ lks documents receive --case LKS-26-000001-H --document application --document contract --by a.consulent --today 2026-02-10
LKS-26-000001-H: received application, contract.
(demonstration, business day 2026-02-10)

$ lks letter LKS-26-000001-H acknowledgement --out ontvangstbevestiging.pdf --sent-on 2026-02-10 --by a.consulent --today 2026-02-10
ontvangstbevestiging.pdf
SHA-256 …
Sent on 2026-02-10.
(demonstration, business day 2026-02-10)

$ lks worklist --municipality GM0363 --today 2026-02-10
2026-02-23    13 left  LKS-26-000001-H   measurement to plan, in time for 2026-04-01
                       R18 art. 10d lid 1 Pw: lks measurement order --case LKS-26-000001-H --expert CODE --planned-on
                           DAY
1 item: 0 late, 0 waiting. Most: measurement to plan 1.
(demonstration, business day 2026-02-10)

3. The wage value is measured during a trial placement, in time before the start. The draft is discussed with both; the report comes within ten working days.

$ lks measurement order --case LKS-26-000001-H --expert LWD-117 --planned-on 2026-03-02 --by a.consulent --today 2026-02-12
LKS-26-000001-H: measurement ordered from LWD-117.
(demonstration, business day 2026-02-12)

$ lks measurement record --case LKS-26-000001-H --measured-on 2026-03-02 --wage-value 50 --expert LWD-117 --draft-discussed-on 2026-03-05 --commented employer --commented employee --by a.consulent --today 2026-03-11
LKS-26-000001-H: measured at 50 % on 2026-03-02.
LWD-117 of AANBIEDER-1, supervised by blik_op_werk.
Next: lks measurement establish --case LKS-26-000001-H
(demonstration, business day 2026-03-11)

$ lks measurement establish --case LKS-26-000001-H --by b.jurist --today 2026-03-12
LKS-26-000001-H: wage value 50 % established on 2026-03-12. Decide by 2026-04-16.
Next: lks decide grant --case LKS-26-000001-H
(demonstration, business day 2026-03-12)

$ lks outcome discussed --case LKS-26-000001-H --by a.consulent --today 2026-03-16
LKS-26-000001-H: the outcome was discussed with employer and employee on 2026-03-16.
Next, by 2026-04-16: lks decide grant --case LKS-26-000001-H
(demonstration, business day 2026-03-16)

4. The decision, within five weeks; written to the employer and confirmed to the employee.

$ lks worklist --municipality GM0363 --actor lawyer --today 2026-03-17
2026-04-16    30 left  LKS-26-000001-H   decide, within five weeks of 2026-03-12
                       R18 art. 10d lid 12 Pw: lks decide grant --case LKS-26-000001-H
1 item: 0 late, 0 waiting. Most: decide 1.
(demonstration, business day 2026-03-17)

$ lks decide grant --case LKS-26-000001-H --by b.jurist --today 2026-03-24
LKS-26-000001-H/1: granted on art. 10d lid 1 a, decided on 2026-03-24.
Regular from 2026-04-01 through 2026-08-31, wage value 50 %: 688.32 subsidy + 172.08 charges a full month.
Last day to object: employer 2026-05-06, employee 2026-05-06.
(demonstration, business day 2026-03-24)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-03-24 --by b.jurist --today 2026-03-24
2 letters in brieven, 2 recorded as sent.
(demonstration, business day 2026-03-24)

$ lks wage-values export --municipality GM0363 --out keten --by a.consulent --today 2026-03-25
keten/LKS_loonwaarden_GM0363_0001.csv: export 1, 1 row, SHA-256 …
(demonstration, business day 2026-03-25)

5. April: the minimum of 20 hours is paid in advance, before the 21st.

$ lks pay prepare --municipality GM0363 --month 2026-04 --by f.administratie --today 2026-04-13
GM0363-2026-04-1 prepared: payment day 2026-04-20, to the bank by 2026-04-17.
1 case, 1 line: 688.32 subsidy + 172.08 charges to book, 860.40 to send.
Next, by another person: lks pay approve GM0363-2026-04-1
(demonstration, business day 2026-04-13)

$ lks pay approve GM0363-2026-04-1 --by g.controller --today 2026-04-14
GM0363-2026-04-1 approved: 1 case, 860.40 to send.
Checkpoint 76: …
Next: lks pay export GM0363-2026-04-1 --out DIR
(demonstration, shared login, business day 2026-04-14)

$ lks pay export GM0363-2026-04-1 --out bank --by f.administratie --today 2026-04-14
bank/GM0363-2026-04-1.xml: 1 payment, 860.40, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2026-04-14)

$ lks bank import bank/regular-2026-04-17.xml --by f.administratie --today 2026-04-20
regular-2026-04-17.xml: statement 2026-04-17-1: 1 line: 1 case confirmed, 1 run answered.
(demonstration, business day 2026-04-20)

6. Hours above the minimum are paid afterwards, on what is reported. Unknown is not zero: until then nothing of them is due, and the employer is reminded.

$ lks pay prepare --municipality GM0363 --month 2026-06 --by f.administratie --today 2026-06-10
GM0363-2026-06-1 prepared: payment day 2026-06-19, to the bank by 2026-06-18.
1 case, 2 lines: 1376.64 subsidy + 344.16 charges to book, 1720.80 to send.
Next, by another person: lks pay approve GM0363-2026-06-1
(demonstration, business day 2026-06-10)

$ lks pay approve GM0363-2026-06-1 --by g.controller --today 2026-06-11
GM0363-2026-06-1 approved: 1 case, 1720.80 to send.
Checkpoint 83: …
Next: lks pay export GM0363-2026-06-1 --out DIR
(demonstration, shared login, business day 2026-06-11)

$ lks pay export GM0363-2026-06-1 --out bank --by f.administratie --today 2026-06-11
bank/GM0363-2026-06-1.xml: 1 payment, 1720.80, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2026-06-11)

$ lks worklist --municipality GM0363 --kind hours --today 2026-06-15
2026-06-30    15 left  LKS-26-000001-H   worked hours of 2026-04 to report
                       R11: lks hours report --case LKS-26-000001-H --from 2026-04-01 --until 2026-04-30 --hours HOURS
                           --source payslip
2026-06-30    15 left  LKS-26-000001-H   worked hours of 2026-05 to report
                       R11: lks hours report --case LKS-26-000001-H --from 2026-05-01 --until 2026-05-31 --hours HOURS
                           --source payslip
2026-07-14   29 ahead  LKS-26-000001-H   worked hours of 2026-06 to report
                       R11: lks hours report --case LKS-26-000001-H --from 2026-06-01 --until 2026-06-30 --hours HOURS
                           --source payslip
3 items: 0 late, 0 waiting. Most: hours 3.
(demonstration, business day 2026-06-15)

$ lks remind --case LKS-26-000001-H --about hours --month 2026-04 --month 2026-05 --by a.consulent --today 2026-06-15
LKS-26-000001-H: reminder 1 of 3 of hours (2026-04, 2026-05), sent on 2026-06-15; to answer by 2026-06-29.
Next, without an answer, from 2026-06-30 on: lks remind --case LKS-26-000001-H --about hours --month 2026-04 --month 2026-05
(demonstration, business day 2026-06-15)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-06-15 --by a.consulent --today 2026-06-15
1 letter in brieven, 1 recorded as sent.
(demonstration, business day 2026-06-15)

$ lks hours report --file regular-hours.csv --by a.consulent --today 2026-06-25
Recorded 2 reports of 1 case in … s, and … s to project them.
Next: lks settle --through 2026-05 books what is due from 2026-04-01 on.
(demonstration, business day 2026-06-25)

$ lks hours report --case LKS-26-000001-H --from 2026-06-01 --until 2026-06-30 --hours 104 --source payslip --by a.consulent --today 2026-07-03
LKS-26-000001-H: 104 hours from 2026-06-01 to 2026-06-30 (payslip).
  month  element    was  becomes  difference
2026-06  variable  0.00   172.08      172.08
Through 2026-06, which is booked: W-000001-D gets 172.08 more; the next lks settle books it.
(demonstration, business day 2026-07-03)

7. The quarter is settled on what is known; the next run pays it.

$ lks settle --municipality GM0363 --quarter 2026Q2 --by f.administratie --today 2026-07-06
GM0363 through 2026-06. Booked on 2026-06-30: 1 case, 3 lines: 571.83 subsidy + 142.96 charges.
case               month  element      due  booked  difference
LKS-26-000001-H  2026-04  variable  231.65    0.00      231.65
LKS-26-000001-H  2026-05  variable  311.06    0.00      311.06
LKS-26-000001-H  2026-06  variable  172.08    0.00      172.08
Total: 714.79
Next run: LKS-26-000001-H is paid 714.79 of this and earlier.
(demonstration, business day 2026-07-06)

8. The contract ends on 31 August. The employer is asked two months before, and cannot go on.

$ lks extend ask --case LKS-26-000001-H --by a.consulent --today 2026-07-07
LKS-26-000001-H: the contract ends after 2026-08-31.
The employer was asked on 2026-07-07, to answer by 2026-07-21.
Next, with the answer: lks extend confirm --case LKS-26-000001-H, or lks extend decline
Without one, from 2026-07-22 on: lks remind --case LKS-26-000001-H --about extension
(demonstration, business day 2026-07-07)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-07-07 --by a.consulent --today 2026-07-07
1 letter in brieven, 1 recorded as sent.
(demonstration, business day 2026-07-07)

$ lks extend decline --case LKS-26-000001-H --by a.consulent --today 2026-07-14
LKS-26-000001-H: no extension after 2026-08-31: the employer said so.
Next, at once: look for another place for the employee (herplaatsing).
Then: lks end --case LKS-26-000001-H --last-day 2026-08-31 --reason contract_ended
(demonstration, business day 2026-07-14)

$ lks pay prepare --municipality GM0363 --month 2026-08 --by f.administratie --today 2026-08-10
GM0363-2026-08-1 prepared: payment day 2026-08-20, to the bank by 2026-08-19.
1 case, 2 lines: 1376.64 subsidy + 344.16 charges to book, 2435.59 to send.
Next, by another person: lks pay approve GM0363-2026-08-1
(demonstration, business day 2026-08-10)

$ lks pay approve GM0363-2026-08-1 --by g.controller --today 2026-08-11
GM0363-2026-08-1 approved: 1 case, 2435.59 to send.
Checkpoint 97: …
Next: lks pay export GM0363-2026-08-1 --out DIR
(demonstration, shared login, business day 2026-08-11)

$ lks pay export GM0363-2026-08-1 --out bank --by f.administratie --today 2026-08-11
bank/GM0363-2026-08-1.xml: 1 payment, 2435.59, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2026-08-11)

$ lks pay lines GM0363-2026-08-1 --today 2026-08-11
GM0363-2026-08-1 is exported.
employer    case               month  element   subsidy  charges   total  booked now
W-000001-D  LKS-26-000001-H  2026-04  variable   185.32    46.33  231.65        0.00
W-000001-D  LKS-26-000001-H  2026-05  variable   248.85    62.21  311.06        0.00
W-000001-D  LKS-26-000001-H  2026-06  variable   137.66    34.42  172.08        0.00
W-000001-D  LKS-26-000001-H  2026-07  fixed      688.32   172.08  860.40      860.40
W-000001-D  LKS-26-000001-H  2026-08  fixed      688.32   172.08  860.40      860.40
GM0363-2026-08-1/W-000001-D: 2435.59 to W-000001-D
Total: 2435.59
(demonstration, business day 2026-08-11)

9. The last hours, the end, and the determination (brief 11): what is left is booked, the employee is told, and the next run sends it.

$ lks hours report --case LKS-26-000001-H --from 2026-07-01 --until 2026-08-31 --hours 202 --source payslip --by a.consulent --today 2026-09-07
LKS-26-000001-H: 202 hours from 2026-07-01 to 2026-08-31 (payslip).
month               element    was  becomes  difference
2026-07 to 2026-08  variable  0.00   142.30      142.30
Through 2026-08, which is booked: W-000001-D gets 284.60 more; the next lks settle books it.
(demonstration, business day 2026-09-07)

$ lks end --case LKS-26-000001-H --last-day 2026-08-31 --reason contract_ended --by a.consulent --today 2026-09-07
LKS-26-000001-H ends after 2026-08-31.
No amount changes.
Next, when it is over and hours are reported: lks decide determine --case LKS-26-000001-H
(demonstration, business day 2026-09-07)

$ lks decide determine --case LKS-26-000001-H --by b.jurist --today 2026-09-08
  month  element      due  booked before  booked now
2026-07  variable  142.30           0.00      142.30
2026-08  variable  142.30           0.00      142.30
LKS-26-000001-H/2: determined from 2026-04-01 to 2026-08-31, decided on 2026-09-08: 4241.11 subsidy + 1060.28 charges in all.
284.60 is payable; the next run sends it.
Last day to object: employer 2026-10-20, employee 2026-10-20.
(demonstration, business day 2026-09-08)

$ lks letter LKS-26-000001-H final_settlement --out eindafrekening.pdf --sent-on 2026-09-08 --by b.jurist --today 2026-09-08
eindafrekening.pdf
SHA-256 …
Sent on 2026-09-08.
(demonstration, business day 2026-09-08)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-09-08 --by a.consulent --today 2026-09-08
1 letter in brieven, 1 recorded as sent.
(demonstration, business day 2026-09-08)

$ lks pay prepare --municipality GM0363 --month 2026-09 --by f.administratie --today 2026-09-09
GM0363-2026-09-1 prepared: payment day 2026-09-18, to the bank by 2026-09-17.
1 case, 0 lines: 0.00 subsidy + 0.00 charges to book, 284.60 to send.
Next, by another person: lks pay approve GM0363-2026-09-1
(demonstration, business day 2026-09-09)

$ lks pay approve GM0363-2026-09-1 --by g.controller --today 2026-09-10
GM0363-2026-09-1 approved: 1 case, 284.60 to send.
Checkpoint 110: …
Next: lks pay export GM0363-2026-09-1 --out DIR
(demonstration, shared login, business day 2026-09-10)

$ lks pay export GM0363-2026-09-1 --out bank --by f.administratie --today 2026-09-10
bank/GM0363-2026-09-1.xml: 1 payment, 284.60, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2026-09-10)

$ lks bank import bank/regular-2026-06-18.xml bank/regular-2026-08-19.xml bank/regular-2026-09-17.xml --by f.administratie --today 2026-09-18
regular-2026-06-18.xml: statement 2026-06-18-1: 1 line: 1 case confirmed, 1 run answered.
regular-2026-08-19.xml: statement 2026-08-19-1: 1 line: 1 case confirmed, 1 run answered.
regular-2026-09-17.xml: statement 2026-09-17-1: 1 line: 1 case confirmed, 1 run answered.
(demonstration, business day 2026-09-18)

10. What others are told, and how quick it went. To keep this short May and July waited for the next run, and that shows.

$ lks statistics srg --municipality GM0363 --month 2026-08 --out cbs --by f.administratie --today 2026-09-21
cbs/LKS_SRG_GM0363_2026-08_01.csv: delivery 1 of 2026-08, 1 record, SHA-256 …
1 regular, 0 flat-rate, 0 sheltered; 802.16 subsidy + 200.54 charges due.
(demonstration, business day 2026-09-21)

$ lks wage-values list --municipality GM0363 --today 2026-09-21
export  day         from entry  through  rows  SHA-256
     1  2026-03-25           1       72     1  …
(demonstration, business day 2026-09-21)

$ lks timeliness --municipality GM0363 --from 2026-02 --through 2026-09 --today 2026-09-21
municipality    month  decided  days  slowest  in time  first paid  days  slowest  months paid  quarter
GM0363        2026-03        1    43       43  1 of 1
GM0363        2026-04                                            1    27       27  1 of 1
GM0363        2026-05                                                              0 of 1
GM0363        2026-06                                                              1 of 1       settled
GM0363        2026-07                                                              0 of 1
GM0363        2026-08                                                              1 of 1
In time: 1 of 1 decisions, 3 of 5 months paid by their day, 1 of 1 quarters settled.
(demonstration, business day 2026-09-21)
