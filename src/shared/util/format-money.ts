import { withDollars } from '../messages/formats.ts'

/**
 * Formats with two decimals, or as many as an amount below a dollar has: $0.00, $1.50, $0.05, $0.053, $0.0006; with a
 * decimal comma in languages that have one.
 */
export function formatMoney(usd: number): string {
  if (usd === 0 || usd >= 1) return withDollars(usd.toFixed(2))
  const decimals = Math.min(6, Math.max(2, 1 - Math.floor(Math.log10(usd))))
  const [whole, part = ''] = usd.toFixed(Math.max(3, decimals)).split('.')
  return withDollars(`${whole}.${part.replace(/0+$/, '').padEnd(2, '0')}`)
}
