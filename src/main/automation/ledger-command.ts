import { z } from 'zod'
import type { DaySpan, LedgerEntry } from '../../shared/domain/ledger.ts'
import { formatMoney } from '../../shared/util/format-money.ts'
import { csvHeader, csvLine, toLedgerRow } from '../ledger/index.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from './command.ts'
import { badInput } from './read-options.ts'
import { successReport } from './report.ts'

export const ledgerCommand = defineCommand({
  name: 'ledger',
  group: 'Providers and costs',
  summary: 'List requests and what they cost, newest first.',
  options: {
    since: { value: 'day', help: 'First day, such as 2026-11-20.' },
    until: { value: 'day', help: 'Last day.' },
    csv: { conflictsWith: 'json', help: 'Print CSV.' },
  },
  examples: ['ledger', 'ledger --since 2026-11-01 --csv'],
  async run(values, _args, context): Promise<CommandOutcome> {
    const span = { sinceDay: readDay('since', values.since), untilDay: readDay('until', values.until) }
    const entries = await readEntries(span, context)
    return {
      lines: values.csv === true ? toCsv(entries) : [...entries.map(describe), total(entries)],
      report: successReport({ ledger: entries.map(toLedgerRow) }),
    }
  },
})

function readDay(name: string, text: string | undefined): string | null {
  if (text === undefined) return null
  const parsed = z.iso.date().safeParse(text)
  if (parsed.success) return parsed.data
  throw badInput(`--${name} must be a day such as 2026-11-20, not “${text}”.`)
}

async function readEntries(span: DaySpan, context: CommandContext): Promise<LedgerEntry[]> {
  const { ledger } = await context.services()
  const entries: LedgerEntry[] = []
  for await (const page of ledger.pages(span)) entries.push(...page)
  return entries
}

/** A line feed follows each line when it is printed. */
function toCsv(entries: readonly LedgerEntry[]): string[] {
  return [csvHeader, ...entries.map(csvLine)].map((line) => `${line}\r`)
}

const billedWords = { yes: 'billed', no: 'not billed', unknown: 'perhaps billed' } as const

function describe(entry: LedgerEntry): string {
  const { provider, model, operation, outcome, billed, requestId } = entry
  const at = new Date(entry.atMs).toISOString().slice(0, 16).replace('T', ' ')
  const parts = [at, `${provider}/${model}`, operation, outcome, billedWords[billed], price(entry), requestId]
  return parts.filter((part) => part !== null).join('  ')
}

function price({ realUsd, estimateUsd }: LedgerEntry): string {
  if (realUsd !== null) return formatMoney(realUsd)
  return estimateUsd === null ? 'price unknown' : `about ${formatMoney(estimateUsd)}`
}

function total(entries: readonly LedgerEntry[]): string {
  const sum = (billed: LedgerEntry['billed']) =>
    formatMoney(
      entries
        .filter((entry) => entry.billed === billed)
        .reduce((usd, { realUsd, estimateUsd }) => usd + (realUsd ?? estimateUsd ?? 0), 0),
    )
  const unpriced = entries.filter((entry) => entry.billed !== 'no' && (entry.realUsd ?? entry.estimateUsd) === null)
  const more = unpriced.length === 0 ? '' : ` · ${unpriced.length} without a known price`
  return `${entries.length} attempts · ${sum('yes')} billed · ${sum('unknown')} perhaps billed${more}`
}
