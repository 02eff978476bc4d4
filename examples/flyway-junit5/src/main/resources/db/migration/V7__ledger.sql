CREATE SCHEMA ledger;

CREATE TYPE ledger.account_kind AS ENUM ('ASSET', 'LIABILITY', 'INCOME', 'EXPENSE');

CREATE TABLE ledger.account (
    number integer             PRIMARY KEY CHECK (number BETWEEN 1000 AND 9999),
    name   text                NOT NULL UNIQUE,
    kind   ledger.account_kind NOT NULL
);

CREATE TABLE ledger.period (
    month  date      PRIMARY KEY CHECK (extract(day FROM month) = 1),
    closed boolean   NOT NULL DEFAULT false
);

INSERT INTO ledger.period (month) SELECT generate_series(date '2025-01-01', date '2049-12-01', '1 month');

CREATE TABLE ledger.journal_entry (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booked_on date   NOT NULL,
    month     date   GENERATED ALWAYS AS (booked_on - extract(day FROM booked_on)::integer + 1) STORED REFERENCES ledger.period,
    words     text   NOT NULL CHECK (words <> '')
);

-- Debit is positive, credit is negative.
CREATE TABLE ledger.posting (
    entry_id bigint         NOT NULL REFERENCES ledger.journal_entry ON DELETE CASCADE,
    account  integer        NOT NULL REFERENCES ledger.account,
    amount   numeric(12, 2) NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (entry_id, account)
);

CREATE FUNCTION ledger.check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rest numeric;
BEGIN
    SELECT sum(amount) INTO rest FROM ledger.posting WHERE entry_id = NEW.entry_id;
    IF rest <> 0 THEN
        RAISE 'entry % is out of balance by %', NEW.entry_id, rest USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

-- Postings come one by one, so it is the end of the transaction that counts.
CREATE CONSTRAINT TRIGGER posting_balances AFTER INSERT OR UPDATE ON ledger.posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.check_balance();

CREATE FUNCTION ledger.check_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT closed FROM ledger.period WHERE month = date_trunc('month', NEW.booked_on)::date) THEN
        RAISE 'the month of % is closed', NEW.booked_on USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER entry_is_in_an_open_period BEFORE INSERT OR UPDATE ON ledger.journal_entry
    FOR EACH ROW EXECUTE FUNCTION ledger.check_period();

CREATE TABLE ledger.exchange_rate (
    currency currency_code  NOT NULL REFERENCES currency CHECK (currency <> 'EUR'),
    day      date           NOT NULL,
    rate     numeric(10, 4) NOT NULL CHECK (rate > 0), -- for one euro
    PRIMARY KEY (currency, day)
);

INSERT INTO ledger.exchange_rate (currency, day, rate)
SELECT base.currency, day, base.rate + (extract(doy FROM day)::integer % 20) * 0.001
FROM (VALUES ('CHF', 0.93), ('GBP', 0.84), ('PLN', 4.25), ('USD', 1.10)) base (currency, rate),
     generate_series(date '2025-01-01', date '2025-12-31', '1 day') day;

-- At the last rate that was known on the day.
CREATE FUNCTION ledger.in_euros(amount numeric, of_currency text, on_day date) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN of_currency = 'EUR' THEN amount ELSE round(amount / (
        SELECT rate FROM ledger.exchange_rate WHERE currency = of_currency AND day <= on_day ORDER BY day DESC LIMIT 1
    ), 2) END
$$;

CREATE TABLE ledger.payment (
    id          bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id    bigint         NOT NULL REFERENCES customer_order,
    amount      numeric(10, 2) NOT NULL CHECK (amount > 0),
    method      text           NOT NULL CHECK (method IN ('CARD', 'INVOICE')),
    entry_id    bigint         NOT NULL UNIQUE REFERENCES ledger.journal_entry,
    refunded_at timestamptz
);

-- An order is paid once, unless the money went back.
CREATE UNIQUE INDEX payment_once ON ledger.payment (order_id) WHERE refunded_at IS NULL;

CREATE TABLE ledger.refund (
    payment_id bigint PRIMARY KEY REFERENCES ledger.payment,
    entry_id   bigint NOT NULL UNIQUE REFERENCES ledger.journal_entry
);

-- Numbers without gaps: a sequence would lose some, so the counter is a row that takes part in the transaction.
CREATE TABLE ledger.invoice_counter (
    year integer PRIMARY KEY,
    last integer NOT NULL
);

CREATE TABLE ledger.invoice (
    number    text   PRIMARY KEY,
    order_id  bigint NOT NULL UNIQUE REFERENCES customer_order,
    issued_on date   NOT NULL
);

CREATE TABLE ledger.invoice_line (
    number   text           NOT NULL REFERENCES ledger.invoice ON DELETE CASCADE,
    position integer        NOT NULL,
    words    text           NOT NULL,
    amount   numeric(12, 2) NOT NULL,
    tax      numeric(12, 2) NOT NULL,
    net      numeric(12, 2) GENERATED ALWAYS AS (amount - tax) STORED,
    PRIMARY KEY (number, position)
);

CREATE FUNCTION ledger.next_invoice_number(of_year integer) RETURNS text LANGUAGE sql AS $$
    INSERT INTO ledger.invoice_counter (year, last) VALUES (of_year, 1)
    ON CONFLICT (year) DO UPDATE SET last = invoice_counter.last + 1
    RETURNING year || '-' || to_char(last, 'FM0000')
$$;
