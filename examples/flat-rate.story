The flat-rate route (forfaitair), from the employer's first call to the final settlement: measuring waits for six months, and then the employment is over.

1. A ledger, with the law as it is, the account that is paid from, and the municipality's name on letters.

$ lks db init --demonstration --shared-login --by j.beheer --today 2025-08-25
Opened ledger ….
The master key …
(demonstration, business day 2025-08-25)

$ lks law adopt --accept-low --yes --by j.beheer --today 2025-08-25
No amount changes.
Adopted 47 values of the law.
(demonstration, business day 2025-08-25)

$ lks policy adopt paying_account "NL14BNGH0285001234 Gemeente Voorbeeld" --municipality GM0363 --since 2025-08-25 --by f.administratie --today 2025-08-25
No amount changes.
Proposed; a second person agrees with: lks proposals approve 50
(demonstration, business day 2025-08-25)

$ lks proposals approve 50 --by g.controller --today 2025-08-25
Approved proposal 50: PolicyAdopted.
(demonstration, business day 2025-08-25)

$ lks policy adopt letter_identity "name=Gemeente Voorbeeld; address=Raadhuisplein 1; place=1234 AB Voorbeeld; phone=14 0123; signed_by=A. de Vries; function=teamleider Werk" --municipality GM0363 --since 2025-08-25 --by j.beheer --today 2025-08-25
No amount changes.
letter_identity is name=Gemeente Voorbeeld; address=Raadhuisplein 1; place=1234 AB Voorbeeld; phone=14 0123; signed_by=A. de Vries; function=teamleider Werk from 2025-08-25 for GM0363.
(demonstration, business day 2025-08-25)

2. The first call: a bakery wants to employ someone for six months from 1 October. The form is filled in during the call; the contract is not there yet.

$ lks import applications flat-rate.csv --by a.consulent --today 2025-08-27
Recorded 1 case (0 running), 1 person and 1 employer in … s, and … s to project them.
(demonstration, business day 2025-08-27)

$ lks documents request --case LKS-25-000001-Q --document contract --respond-by 2025-09-11 --by a.consulent --today 2025-08-28
LKS-25-000001-Q: asked for contract, by 2025-09-11.
Next, without an answer, from 2025-09-12 on: lks remind --case LKS-25-000001-Q --about documents
(demonstration, business day 2025-08-28)

The employer gets an acknowledgement, and a letter that asks for the contract (brief 2). Each is recorded with the SHA-256 of its file.

$ lks letter LKS-25-000001-Q acknowledgement --out ontvangstbevestiging.pdf --sent-on 2025-08-28 --by a.consulent --today 2025-08-28
ontvangstbevestiging.pdf
SHA-256 …
Sent on 2025-08-28.
(demonstration, business day 2025-08-28)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2025-08-28 --by a.consulent --today 2025-08-28
1 letter in brieven, 1 recorded as sent.
(demonstration, business day 2025-08-28)

3. Two weeks later the contract is still missing. The worklist says so, with the rule and the command.

$ lks worklist --municipality GM0363 --until 2025-09-30 --today 2025-09-12
2025-09-12     0 left  LKS-25-000001-Q   contract missing: reminder 1 of 3
                       R15 art. 4:5 Awb: lks remind --case LKS-25-000001-Q --about documents
1 item: 0 late, 0 waiting. Most: reminder 1.
(demonstration, business day 2025-09-12)

The first of three reminders, ten working days apart.

$ lks remind --case LKS-25-000001-Q --about documents --by a.consulent --today 2025-09-12
LKS-25-000001-Q: reminder 1 of 3 of documents (contract), sent on 2025-09-12; to answer by 2025-09-26.
Next, without an answer, from 2025-09-27 on: lks remind --case LKS-25-000001-Q --about documents
(demonstration, business day 2025-09-12)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2025-09-12 --by a.consulent --today 2025-09-12
1 letter in brieven, 1 recorded as sent.
(demonstration, business day 2025-09-12)

$ lks documents receive --case LKS-25-000001-Q --document contract --by a.consulent --today 2025-09-18
LKS-25-000001-Q: received contract.
(demonstration, business day 2025-09-18)

4. Employer and municipality agree that measuring can wait: the flat rate, six months at most (art. 10d lid 5). From here on there are five weeks to decide.

$ lks measurement waive --case LKS-25-000001-Q --by a.consulent --today 2025-09-22
LKS-25-000001-Q: measurement waived on 2025-09-22. Decide by 2025-10-27.
Next: lks decide grant --case LKS-25-000001-Q
(demonstration, business day 2025-09-22)

$ lks worklist --municipality GM0363 --actor lawyer --today 2025-09-23
2025-10-27    34 left  LKS-25-000001-Q   decide, within five weeks of 2025-09-22
                       R18 art. 10d lid 12 Pw: lks decide grant --case LKS-25-000001-Q
1 item: 0 late, 0 waiting. Most: decide 1.
(demonstration, business day 2025-09-23)

$ lks decide grant --case LKS-25-000001-Q --by b.jurist --today 2025-09-29
LKS-25-000001-Q/1: granted on art. 10d lid 1 b, decided on 2025-09-29.
Flat-rate from 2025-10-01 through 2026-03-31: 808.49 subsidy + 189.99 charges a full month.
Last day to object: employer 2025-11-10, employee 2025-11-10.
(demonstration, business day 2025-09-29)

The decision goes to the employer, with what the flat rate means for the target group register. The employee gets a confirmation and can object too; sending it records that the employee was told.

$ lks letters due --municipality GM0363 --out brieven --sent-on 2025-09-29 --by b.jurist --today 2025-09-29
2 letters in brieven, 2 recorded as sent.
(demonstration, business day 2025-09-29)

5. The chain (DKD, UWV) is told once what counts from 1 October: no percentage, the flat rate.

$ lks wage-values export --municipality GM0363 --out keten --by a.consulent --today 2025-09-30
keten/LKS_loonwaarden_GM0363_0001.csv: export 1, 1 row, SHA-256 …
(demonstration, business day 2025-09-30)

$ lks wage-values export --municipality GM0363 --out keten --by a.consulent --today 2025-09-30
Nothing since export 1; --again 1 writes that one again.
(demonstration, business day 2025-09-30)

6. October is paid one working day before the 21st: prepared by one person, approved by another, and confirmed by the bank.

$ lks worklist --municipality GM0363 --actor finance --today 2025-10-13
2025-10-17     4 left  GM0363            run of 2025-10, to be paid by 2025-10-20
                       R24 art. 4:89 Awb: lks pay prepare --municipality GM0363 --month 2025-10
2025-11-19   37 ahead  GM0363            run of 2025-11, to be paid by 2025-11-20
                       R24 art. 4:89 Awb: lks pay prepare --municipality GM0363 --month 2025-11
2 items: 0 late, 0 waiting. Most: prepare run 2.
(demonstration, business day 2025-10-13)

$ lks pay prepare --municipality GM0363 --month 2025-10 --by f.administratie --today 2025-10-13
GM0363-2025-10-1 prepared: payment day 2025-10-20, to the bank by 2025-10-17.
1 case, 1 line: 808.49 subsidy + 189.99 charges to book, 998.48 to send.
Next, by another person: lks pay approve GM0363-2025-10-1
(demonstration, business day 2025-10-13)

$ lks pay approve GM0363-2025-10-1 --by g.controller --today 2025-10-14
GM0363-2025-10-1 approved: 1 case, 998.48 to send.
Checkpoint 73: …
Next: lks pay export GM0363-2025-10-1 --out DIR
(demonstration, shared login, business day 2025-10-14)

$ lks pay export GM0363-2025-10-1 --out bank --by f.administratie --today 2025-10-14
bank/GM0363-2025-10-1.xml: 1 payment, 998.48, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2025-10-14)

$ lks bank import bank/flat-rate-2025-10-17.xml --by f.administratie --today 2025-10-20
flat-rate-2025-10-17.xml: statement 2025-10-17-1: 1 line: 1 case confirmed, 1 run answered.
(demonstration, business day 2025-10-20)

$ lks statistics srg --municipality GM0363 --month 2025-10 --out cbs --by f.administratie --today 2025-11-03
cbs/LKS_SRG_GM0363_2025-10_01.csv: delivery 1 of 2025-10, 1 record, SHA-256 …
0 regular, 1 flat-rate, 0 sheltered; 808.49 subsidy + 189.99 charges due.
(demonstration, business day 2025-11-03)

7. January: the minimum wage rose, so the amount is set anew (art. 10d lid 7). Told is what the law gives anyway. To keep it short one run pays November to January; a municipality has a run every month.

$ lks reindex --case LKS-25-000001-Q --year 2026 --by a.consulent --today 2026-01-05
LKS-25-000001-Q/2: a full month from 2026-01-01 on: 825.98 subsidy, before 808.49; 206.50 charges, before 189.99.
Last day to object: employer 2026-02-16, employee 2026-02-16.
(demonstration, business day 2026-01-05)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-01-05 --by a.consulent --today 2026-01-05
2 letters in brieven, 2 recorded as sent.
(demonstration, business day 2026-01-05)

$ lks pay prepare --municipality GM0363 --month 2026-01 --by f.administratie --today 2026-01-12
GM0363-2026-01-1 prepared: payment day 2026-01-20, to the bank by 2026-01-19.
1 case, 3 lines: 2442.96 subsidy + 586.48 charges to book, 3029.44 to send.
Next, by another person: lks pay approve GM0363-2026-01-1
(demonstration, business day 2026-01-12)

$ lks pay approve GM0363-2026-01-1 --by g.controller --today 2026-01-13
GM0363-2026-01-1 approved: 1 case, 3029.44 to send.
Checkpoint 85: …
Next: lks pay export GM0363-2026-01-1 --out DIR
(demonstration, shared login, business day 2026-01-13)

$ lks pay export GM0363-2026-01-1 --out bank --by f.administratie --today 2026-01-13
bank/GM0363-2026-01-1.xml: 1 payment, 3029.44, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2026-01-13)

8. Two months before the end the employer is asked what comes after it. Only an extension would make it useful to measure now.

$ lks worklist --municipality GM0363 --actor case-worker --today 2026-02-02
2026-02-02     0 left  LKS-25-000001-Q   contract ends on 2026-03-31: ask what comes after it
                       R18 art. 10d lid 6 Pw: lks extend ask --case LKS-25-000001-Q --ends contract
1 item: 0 late, 0 waiting. Most: extension 1.
(demonstration, business day 2026-02-02)

$ lks extend ask --case LKS-25-000001-Q --by a.consulent --today 2026-02-02
LKS-25-000001-Q: the contract ends after 2026-03-31.
The employer was asked on 2026-02-02, to answer by 2026-02-16.
Next, with the answer: lks extend confirm --case LKS-25-000001-Q, or lks extend decline
Without one, from 2026-02-17 on: lks remind --case LKS-25-000001-Q --about extension
(demonstration, business day 2026-02-02)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-02-02 --by a.consulent --today 2026-02-02
1 letter in brieven, 1 recorded as sent.
(demonstration, business day 2026-02-02)

$ lks extend decline --case LKS-25-000001-Q --by a.consulent --today 2026-02-13
LKS-25-000001-Q: no extension after 2026-03-31: the employer said so.
Next, at once: look for another place for the employee (herplaatsing).
Then: lks end --case LKS-25-000001-Q --last-day 2026-03-31 --reason contract_ended
(demonstration, business day 2026-02-13)

9. The last months are paid, and the bank confirms the runs of January and March.

$ lks pay prepare --municipality GM0363 --month 2026-03 --by f.administratie --today 2026-03-10
GM0363-2026-03-1 prepared: payment day 2026-03-20, to the bank by 2026-03-19.
1 case, 2 lines: 1651.96 subsidy + 413.00 charges to book, 2064.96 to send.
Next, by another person: lks pay approve GM0363-2026-03-1
(demonstration, business day 2026-03-10)

$ lks pay approve GM0363-2026-03-1 --by g.controller --today 2026-03-11
GM0363-2026-03-1 approved: 1 case, 2064.96 to send.
Checkpoint 92: …
Next: lks pay export GM0363-2026-03-1 --out DIR
(demonstration, shared login, business day 2026-03-11)

$ lks pay export GM0363-2026-03-1 --out bank --by f.administratie --today 2026-03-11
bank/GM0363-2026-03-1.xml: 1 payment, 2064.96, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2026-03-11)

$ lks bank import bank/flat-rate-2026-01-19.xml bank/flat-rate-2026-03-19.xml --by f.administratie --today 2026-03-23
flat-rate-2026-01-19.xml: statement 2026-01-19-1: 1 line: 1 case confirmed, 1 run answered.
flat-rate-2026-03-19.xml: statement 2026-03-19-1: 1 line: 1 case confirmed, 1 run answered.
(demonstration, business day 2026-03-23)

$ lks specification GM0363-2026-03-1 --out specificaties --today 2026-03-23
specificaties/LKS_betaalspecificatie_0363_W-000001-D_2026-03-19_GM0363-2026-03-1-W-000001-D.csv
1 specification, 2 rows, 2064.96.
(demonstration, business day 2026-03-23)

10. The employment is over. What was paid is determined as what was due (brief 11, eindafrekening), and the employee is told.

$ lks end --case LKS-25-000001-Q --last-day 2026-03-31 --reason contract_ended --by a.consulent --today 2026-04-01
LKS-25-000001-Q ends after 2026-03-31.
No amount changes.
Next, when it is over and hours are reported: lks decide determine --case LKS-25-000001-Q
(demonstration, business day 2026-04-01)

$ lks decide determine --case LKS-25-000001-Q --by b.jurist --today 2026-04-07
LKS-25-000001-Q/3: determined from 2025-10-01 to 2026-03-31, decided on 2026-04-07: 4903.41 subsidy + 1189.47 charges in all.
Nothing is payable or owed.
Last day to object: employer 2026-05-19, employee 2026-05-19.
(demonstration, business day 2026-04-07)

$ lks letter LKS-25-000001-Q final_settlement --out eindafrekening.pdf --sent-on 2026-04-07 --by b.jurist --today 2026-04-07
eindafrekening.pdf
SHA-256 …
Sent on 2026-04-07.
(demonstration, business day 2026-04-07)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-04-07 --by a.consulent --today 2026-04-07
1 letter in brieven, 1 recorded as sent.
(demonstration, business day 2026-04-07)

11. Every letter can be made again, byte for byte. The chain knew already when it would end; CBS gets the last month; nothing is left to be done for this case.

$ lks letters list LKS-25-000001-Q --today 2026-04-08
entry  about               letter            to        sent on     SHA-256
    1  Applied             acknowledgement   employer  2025-08-28  …
    2  DocumentsRequested  document_request  employer  2025-08-28  …
    5  Reminded            reminder          employer  2025-09-12  …
    9  Decided             decision          employer  2025-09-29  …
    9  Decided             confirmation      employee  2025-09-29  …
   15  Reindexed           indexation        employer  2026-01-05  …
   15  Reindexed           indexation        employee  2026-01-05  …
   20  ExtensionAsked      extension_alert   employer  2026-02-02  …
   28  FinallySettled      final_settlement  employer  2026-04-07  …
   27  Decided             confirmation      employee  2026-04-07  …
(demonstration, business day 2026-04-08)

$ lks wage-values export --municipality GM0363 --out keten --by a.consulent --today 2026-04-08
Nothing since export 1; --again 1 writes that one again.
(demonstration, business day 2026-04-08)

$ lks statistics srg --municipality GM0363 --month 2026-03 --out cbs --by f.administratie --today 2026-04-08
cbs/LKS_SRG_GM0363_2026-03_01.csv: delivery 1 of 2026-03, 1 record, SHA-256 …
0 regular, 1 flat-rate, 0 sheltered; 825.98 subsidy + 206.50 charges due.
(demonstration, business day 2026-04-08)

$ lks worklist --municipality GM0363 --actor case-worker --today 2026-04-08
Nothing is to be done.
(demonstration, business day 2026-04-08)
