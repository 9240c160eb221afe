export { createLedger, type LedgerOptions } from './create-ledger.ts'
export { csvHeader, csvLine, toLedgerRow, type LedgerRow } from './ledger-csv.ts'
export type { Ledger } from './ledger.ts'
