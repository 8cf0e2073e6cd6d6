CREATE TABLE IF NOT EXISTS versions (
    model TEXT NOT NULL,
    version INTEGER NOT NULL,
    author TEXT NOT NULL,
    approved_by TEXT,           -- empty until a second person has approved
    code TEXT NOT NULL,         -- commit of the code that trained it
    data TEXT NOT NULL,         -- fingerprint of the rows it was trained on
    inputs INTEGER NOT NULL,    -- the form (schema) of inputs that it can read
    weights TEXT NOT NULL,      -- the model itself, as JSON
    metrics TEXT NOT NULL,      -- as measured before release, as JSON
    PRIMARY KEY (model, version)
);
CREATE TABLE IF NOT EXISTS moves (
    move INTEGER PRIMARY KEY,   -- a row is added for each move, and none is ever changed
    model TEXT NOT NULL,
    alias TEXT NOT NULL,
    version INTEGER NOT NULL,
    day TEXT NOT NULL,
    person TEXT NOT NULL,
    event TEXT NOT NULL,        -- promote, or roll back
    FOREIGN KEY (model, version) REFERENCES versions (model, version)
);
