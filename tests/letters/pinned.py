"""The digests of the packaged templates. An edition never changes: a line here is added, and never edited."""

PINNED = {
    "2026-11": {
        "acknowledgement": "11b369b672ebc35f4dcb729dea1788c1bfae3c2021410aff0c72791301927e9e",
        "document_request": "63e66c715a880dc1b42d78a8d13b34d82b147d9e353d8511a0a5051903071b79",
        "reminder": "535461457f2fb9c7f5f8058803f991a2f10838c77dc51a0eb435cb97ce1f3bf8",
        "decision": "b1c7f6e4a2c956c5125810cadbe3e49dbcd16258defc9a1b8e7530b2cc92aece",
        "rejection": "72f3e6ae1667737dca790ae129227a4ba48c1454abd211a6f62c47ffebc4b6c6",
        "confirmation": "04bb88a4f2e3c7a159546cef32695f7aaf02b7890f740e7413f445cb5f39ce8f",
        "amendment": "8306ada131c79c336f7d807109ed7608e8f8773681b4e32ddaea07b2481657fc",
        "indexation": "632f6116ded9cea3569e9217c7b09be9463161d5518012dfb5601b9103c39fdd",
        "extension_alert": "c2e70bc57940389bb50bd10798041af7b2cb53745a123d6561473ecab0d6293e",
        "set_aside": "13f5c11144190e648cb9f96bc798615b5f78626a0bdc028ae5ce4a33c82377a3",
        "final_settlement": "a0517b5b4aa9da10a11982061a4c315b98b08f717994fc1ec0758598945dc5df",
        "recovery_announcement": "0ac71705d51d08de2ff3f67e05f147a1f5edf8523515b4e846423c7bb8070c5b",
        "recovery_decision": "a96f12bcc4c577ebe33c9e200fd407f2f4b54cbff9a572eb3389ff52505bb430",
        "objection_acknowledgement": "b75503d136bc0e52a45f9ed204d5863056e00020e518e1bedd8be6b38c67b727",
    }
}
