The extension route (verlenging): asked two months before the end, confirmed with another wage value; asked again, not answered, and settled.

1. A ledger with one subsidy: a contract from 1 March to 31 May 2026, at a wage value of 45 % that was established for as long. The expert works for the municipality itself, so the Arbeidsinspectie supervises.

$ lks db init --demonstration --shared-login --by j.beheer --today 2026-01-05
Opened ledger ….
The master key …
(demonstration, business day 2026-01-05)

$ lks law adopt --accept-low --yes --by j.beheer --today 2026-01-05
No amount changes.
Adopted 47 values of the law.
(demonstration, business day 2026-01-05)

$ lks policy adopt paying_account "NL14BNGH0285001234 Gemeente Voorbeeld" --municipality GM0363 --since 2026-01-05 --by f.administratie --today 2026-01-05
No amount changes.
Proposed; a second person agrees with: lks proposals approve 50
(demonstration, business day 2026-01-05)

$ lks proposals approve 50 --by g.controller --today 2026-01-05
Approved proposal 50: PolicyAdopted.
(demonstration, business day 2026-01-05)

$ lks policy adopt letter_identity "name=Gemeente Voorbeeld; address=Raadhuisplein 1; place=1234 AB Voorbeeld; phone=14 0123; signed_by=A. de Vries; function=teamleider Werk" --municipality GM0363 --since 2026-01-05 --by j.beheer --today 2026-01-05
No amount changes.
letter_identity is name=Gemeente Voorbeeld; address=Raadhuisplein 1; place=1234 AB Voorbeeld; phone=14 0123; signed_by=A. de Vries; function=teamleider Werk from 2026-01-05 for GM0363.
(demonstration, business day 2026-01-05)

$ lks provider register GEMEENTE --kind own --file provider.json --by j.beheer --today 2026-01-05
GEMEENTE is registered as own; labour_inspectorate supervises it.
Next: lks expert register CODE --provider GEMEENTE
(demonstration, business day 2026-01-05)

$ lks expert register LWD-204 --provider GEMEENTE --file expert.json --by j.beheer --today 2026-01-05
LWD-204 is registered, at GEMEENTE.
Next: lks expert certify LWD-204
(demonstration, business day 2026-01-05)

$ lks expert certify LWD-204 --certificate C-1187 --valid-from 2024-09-01 --valid-until 2027-08-31 --by j.beheer --today 2026-01-05
LWD-204: certificate C-1187, 2024-09-01 to 2027-08-31.
(demonstration, business day 2026-01-05)

$ lks import applications extension.csv --by a.consulent --today 2026-01-13
Recorded 1 case (0 running), 1 person and 1 employer in … s, and … s to project them.
(demonstration, business day 2026-01-13)

$ lks measurement record --case LKS-26-000001-H --measured-on 2026-01-26 --wage-value 45 --expert LWD-204 --draft-discussed-on 2026-01-29 --by a.consulent --today 2026-02-02
LKS-26-000001-H: measured at 45 % on 2026-01-26.
LWD-204 of GEMEENTE, supervised by labour_inspectorate.
Next: lks measurement establish --case LKS-26-000001-H
(demonstration, business day 2026-02-02)

$ lks measurement establish --case LKS-26-000001-H --valid-until 2026-05-31 --by b.jurist --today 2026-02-03
LKS-26-000001-H: wage value 45 % established on 2026-02-03. Decide by 2026-03-10.
Next: lks decide grant --case LKS-26-000001-H
(demonstration, business day 2026-02-03)

$ lks decide grant --case LKS-26-000001-H --by b.jurist --today 2026-02-09
LKS-26-000001-H/1: granted on art. 10d lid 1 a, decided on 2026-02-09.
Regular from 2026-03-01 through 2026-05-31, wage value 45 %: 1514.30 subsidy + 378.58 charges a full month.
Last day to object: employer 2026-03-23, employee 2026-03-23.
(demonstration, business day 2026-02-09)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-02-09 --by a.consulent --today 2026-02-09
2 letters in brieven, 2 recorded as sent.
(demonstration, business day 2026-02-09)

$ lks wage-values export --municipality GM0363 --out keten --by a.consulent --today 2026-02-10
keten/LKS_loonwaarden_GM0363_0001.csv: export 1, 1 row, SHA-256 …
(demonstration, business day 2026-02-10)

2. Two months before the end of contract and wage value the worklist asks what comes after them.

$ lks worklist --municipality GM0363 --actor case-worker --today 2026-04-01
2026-04-01     0 left  LKS-26-000001-H   contract ends on 2026-05-31: ask what comes after it
                       R18 art. 10d lid 6 Pw: lks extend ask --case LKS-26-000001-H --ends contract
1 item: 0 late, 0 waiting. Most: extension 1.
(demonstration, business day 2026-04-01)

$ lks extend ask --case LKS-26-000001-H --by a.consulent --today 2026-04-01
LKS-26-000001-H: the contract ends after 2026-05-31.
The employer was asked on 2026-04-01, to answer by 2026-04-17.
Next, with the answer: lks extend confirm --case LKS-26-000001-H, or lks extend decline
Without one, from 2026-04-18 on: lks remind --case LKS-26-000001-H --about extension
(demonstration, business day 2026-04-01)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-04-01 --by a.consulent --today 2026-04-01
1 letter in brieven, 1 recorded as sent.
(demonstration, business day 2026-04-01)

No answer in ten working days, so the employer is reminded.

$ lks remind --case LKS-26-000001-H --about extension --by a.consulent --today 2026-04-20
LKS-26-000001-H: reminder 1 of 3 of extension, sent on 2026-04-20; to answer by 2026-05-06.
Next, without an answer, from 2026-05-07 on: lks remind --case LKS-26-000001-H --about extension
(demonstration, business day 2026-04-20)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-04-20 --by a.consulent --today 2026-04-20
1 letter in brieven, 1 recorded as sent.
(demonstration, business day 2026-04-20)

3. The employer confirms: to 31 August. The contract gets its new end with it; what is granted goes on by a new decision only.

$ lks extend confirm --case LKS-26-000001-H --until 2026-08-31 --by a.consulent --today 2026-04-22
LKS-26-000001-H: after 2026-05-31 the employment goes on, to 2026-08-31.
No amount changes.
It is granted through 2026-05-31. Next: lks decide extend --case LKS-26-000001-H, on the same wage value;
or measure again where that is agreed on: lks measurement order --case LKS-26-000001-H
(demonstration, business day 2026-04-22)

4. Employer, employee and municipality agreed to measure again: the employee does more than in winter.

$ lks measurement agree --case LKS-26-000001-H --measure-on 2026-05-06 --by a.consulent --today 2026-04-22
LKS-26-000001-H: agreed on 2026-04-22 to measure again on 2026-05-06.
Next, in time before that day: lks measurement order --case LKS-26-000001-H --planned-on 2026-05-06
(demonstration, business day 2026-04-22)

$ lks measurement order --case LKS-26-000001-H --expert LWD-204 --planned-on 2026-05-06 --by a.consulent --today 2026-04-22
LKS-26-000001-H: measurement ordered from LWD-204.
(demonstration, business day 2026-04-22)

$ lks measurement record --case LKS-26-000001-H --measured-on 2026-05-06 --wage-value 55 --expert LWD-204 --draft-discussed-on 2026-05-08 --commented employee --by a.consulent --today 2026-05-12
LKS-26-000001-H: measured at 55 % on 2026-05-06.
LWD-204 of GEMEENTE, supervised by labour_inspectorate.
Next: lks measurement establish --case LKS-26-000001-H
(demonstration, business day 2026-05-12)

$ lks measurement establish --case LKS-26-000001-H --valid-until 2026-08-31 --by b.jurist --today 2026-05-13
LKS-26-000001-H: wage value 55 % established on 2026-05-13. Decide by 2026-06-17.
Next: lks decide grant --case LKS-26-000001-H
(demonstration, business day 2026-05-13)

$ lks outcome discussed --case LKS-26-000001-H --by a.consulent --today 2026-05-18
LKS-26-000001-H: the outcome was discussed with employer and employee on 2026-05-18.
Next, by 2026-06-17: lks decide grant --case LKS-26-000001-H
(demonstration, business day 2026-05-18)

$ lks decide grant --case LKS-26-000001-H --start 2026-06-01 --by b.jurist --today 2026-05-19
LKS-26-000001-H/2: granted on art. 10d lid 1 a, decided on 2026-05-19.
Regular from 2026-06-01 through 2026-08-31, wage value 55 %: 1238.98 subsidy + 309.74 charges a full month.
Last day to object: employer 2026-06-30, employee 2026-06-30.
month               element   was  becomes  difference
2026-06 to 2026-08  fixed    0.00  1548.72     1548.72
(demonstration, business day 2026-05-19)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-05-19 --by b.jurist --today 2026-05-19
2 letters in brieven, 2 recorded as sent.
(demonstration, business day 2026-05-19)

5. The chain knew of the first percentage, with its last day, and is told of the second.

$ lks wage-values export --municipality GM0363 --out keten --by a.consulent --today 2026-05-20
keten/LKS_loonwaarden_GM0363_0002.csv: export 2, 1 row, SHA-256 …
(demonstration, business day 2026-05-20)

6. Payment. To keep it short two runs pay all months; a municipality has one every month.

$ lks pay prepare --municipality GM0363 --month 2026-06 --by f.administratie --today 2026-06-10
GM0363-2026-06-1 prepared: payment day 2026-06-19, to the bank by 2026-06-18.
1 case, 4 lines: 5781.88 subsidy + 1445.48 charges to book, 7227.36 to send.
Next, by another person: lks pay approve GM0363-2026-06-1
(demonstration, business day 2026-06-10)

$ lks pay approve GM0363-2026-06-1 --by g.controller --today 2026-06-11
GM0363-2026-06-1 approved: 1 case, 7227.36 to send.
Checkpoint 90: …
Next: lks pay export GM0363-2026-06-1 --out DIR
(demonstration, shared login, business day 2026-06-11)

$ lks pay export GM0363-2026-06-1 --out bank --by f.administratie --today 2026-06-12
bank/GM0363-2026-06-1.xml: 1 payment, 7227.36, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2026-06-12)

$ lks bank import bank/extension-2026-06-18.xml --by f.administratie --today 2026-06-19
extension-2026-06-18.xml: statement 2026-06-18-1: 1 line: 1 case confirmed, 1 run answered.
(demonstration, business day 2026-06-19)

7. The second end comes near. This time nobody answers: three reminders, ten working days apart.

$ lks extend ask --case LKS-26-000001-H --by a.consulent --today 2026-07-01
LKS-26-000001-H: the contract ends after 2026-08-31.
The employer was asked on 2026-07-01, to answer by 2026-07-15.
Next, with the answer: lks extend confirm --case LKS-26-000001-H, or lks extend decline
Without one, from 2026-07-16 on: lks remind --case LKS-26-000001-H --about extension
(demonstration, business day 2026-07-01)

$ lks remind --case LKS-26-000001-H --about extension --by a.consulent --today 2026-07-16
LKS-26-000001-H: reminder 1 of 3 of extension, sent on 2026-07-16; to answer by 2026-07-30.
Next, without an answer, from 2026-07-31 on: lks remind --case LKS-26-000001-H --about extension
(demonstration, business day 2026-07-16)

$ lks remind --case LKS-26-000001-H --about extension --by a.consulent --today 2026-07-31
LKS-26-000001-H: reminder 2 of 3 of extension, sent on 2026-07-31; to answer by 2026-08-14.
Next, without an answer, from 2026-08-15 on: lks remind --case LKS-26-000001-H --about extension
(demonstration, business day 2026-07-31)

It does not count as not asked before the third is sent and its term is over.

$ lks extend decline --case LKS-26-000001-H --no-answer --by a.consulent --today 2026-08-10
Refused: 2 of 3 reminders were sent (policy reminders). (R15) Remind from 2026-08-15 on: lks remind --about extension.

$ lks pay prepare --municipality GM0363 --month 2026-08 --by f.administratie --today 2026-08-11
GM0363-2026-08-1 prepared: payment day 2026-08-20, to the bank by 2026-08-19.
1 case, 2 lines: 2477.96 subsidy + 619.48 charges to book, 3097.44 to send.
Next, by another person: lks pay approve GM0363-2026-08-1
(demonstration, business day 2026-08-11)

$ lks pay approve GM0363-2026-08-1 --by g.controller --today 2026-08-12
GM0363-2026-08-1 approved: 1 case, 3097.44 to send.
Checkpoint 100: …
Next: lks pay export GM0363-2026-08-1 --out DIR
(demonstration, shared login, business day 2026-08-12)

$ lks pay export GM0363-2026-08-1 --out bank --by f.administratie --today 2026-08-12
bank/GM0363-2026-08-1.xml: 1 payment, 3097.44, SHA-256 …
Next, when the bank answers: lks bank import FILE
(demonstration, business day 2026-08-12)

$ lks remind --case LKS-26-000001-H --about extension --by a.consulent --today 2026-08-17
LKS-26-000001-H: reminder 3 of 3 of extension, sent on 2026-08-17; to answer by 2026-08-31.
It was the last. Next, without an answer, from 2026-09-01 on: lks extend decline --case LKS-26-000001-H --no-answer
(demonstration, business day 2026-08-17)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-08-17 --by a.consulent --today 2026-08-17
1 letter in brieven, 1 recorded as sent.
(demonstration, business day 2026-08-17)

$ lks bank import bank/extension-2026-08-19.xml --by f.administratie --today 2026-08-20
extension-2026-08-19.xml: statement 2026-08-19-1: 1 line: 1 case confirmed, 1 run answered.
(demonstration, business day 2026-08-20)

$ lks extend decline --case LKS-26-000001-H --no-answer --by a.consulent --today 2026-09-01
LKS-26-000001-H: no extension after 2026-08-31: no answer came, which counts as not asked.
Next, at once: look for another place for the employee (herplaatsing).
Then: lks end --case LKS-26-000001-H --last-day 2026-08-31 --reason contract_ended
(demonstration, business day 2026-09-01)

8. The end, and the final settlement (brief 11); the employee is told.

$ lks end --case LKS-26-000001-H --last-day 2026-08-31 --reason contract_ended --by a.consulent --today 2026-09-01
LKS-26-000001-H ends after 2026-08-31.
No amount changes.
Next, when it is over and hours are reported: lks decide determine --case LKS-26-000001-H
(demonstration, business day 2026-09-01)

$ lks decide determine --case LKS-26-000001-H --by b.jurist --today 2026-09-07
LKS-26-000001-H/3: determined from 2026-03-01 to 2026-08-31, decided on 2026-09-07: 8259.84 subsidy + 2064.96 charges in all.
Nothing is payable or owed.
Last day to object: employer 2026-10-19, employee 2026-10-19.
(demonstration, business day 2026-09-07)

$ lks letter LKS-26-000001-H final_settlement --out eindafrekening.pdf --sent-on 2026-09-07 --by b.jurist --today 2026-09-07
eindafrekening.pdf
SHA-256 …
Sent on 2026-09-07.
(demonstration, business day 2026-09-07)

$ lks letters due --municipality GM0363 --out brieven --sent-on 2026-09-07 --by a.consulent --today 2026-09-07
1 letter in brieven, 1 recorded as sent.
(demonstration, business day 2026-09-07)

9. The chain knew already when it would end. CBS gets a month.

$ lks wage-values export --municipality GM0363 --out keten --by a.consulent --today 2026-09-08
Nothing since export 2; --again 2 writes that one again.
(demonstration, business day 2026-09-08)

$ lks statistics srg --municipality GM0363 --month 2026-06 --out cbs --by f.administratie --today 2026-09-08
cbs/LKS_SRG_GM0363_2026-06_01.csv: delivery 1 of 2026-06, 1 record, SHA-256 …
1 regular, 0 flat-rate, 0 sheltered; 1238.98 subsidy + 309.74 charges due.
(demonstration, business day 2026-09-08)

$ lks worklist --municipality GM0363 --actor case-worker --today 2026-09-08
Nothing is to be done.
(demonstration, business day 2026-09-08)
