export { createLedger, type LedgerOptions } from './ledger.ts'
export { csvHeader, csvLine, ledgerRowSchema, toLedgerRow } from './ledger-csv.ts'
export type { Ledger } from './ledger.ts'
