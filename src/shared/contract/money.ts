import { z } from 'zod'
import { writtenHandleSchema } from '../domain/file-handles.ts'
import { planRequestSchema } from '../domain/generation.ts'
import {
  admissionSchema,
  capsSchema,
  daySpanSchema,
  ledgerEntrySchema,
  ledgerOutcomeSchema,
  spendRowSchema,
} from '../domain/ledger.ts'
import { billedSchema } from '../domain/job.ts'
import { modelRefSchema } from '../domain/provider.ts'
import { command, event, query } from './define.ts'

export const money = {
  /** Newest first. `before`: the last entry of the previous page. */
  'ledger.list': query(
    'read',
    daySpanSchema.extend({
      provider: z.string().nullish(),
      model: z.string().nullish(),
      outcome: ledgerOutcomeSchema.nullish(),
      billed: billedSchema.nullish(),
      before: z.int().nullish(),
      limit: z.int().min(1).max(500).default(100),
    }),
    z.object({ entries: z.array(ledgerEntrySchema), isAll: z.boolean() }),
  ),
  /** Days ascending, providers and models by cost. */
  'ledger.spend': query(
    'read',
    daySpanSchema.extend({ by: z.enum(['day', 'provider', 'model']) }),
    z.array(spendRowSchema),
  ),
  /** Today's and this month's spending so far; running jobs count with their estimates. */
  'ledger.totals': query('read', z.object({}), z.object({ today: spendRowSchema, month: spendRowSchema })),
  /** Shows a save dialog and writes all attempts of the span; null = the dialog was canceled. */
  'ledger.saveCsv': command(
    'file dialog',
    daySpanSchema,
    z.object({ path: z.string(), file: writtenHandleSchema, rows: z.int() }).nullable(),
  ),
  'ledger.changed': event(z.object({})),
  /**
   * Main asks before limits are loosened. `isResuming`: reenables limits that could not be read, with these values.
   * @throws request/cancelled if the user declines
   */
  'money.setCaps': command('limits', z.object({ caps: capsSchema, isResuming: z.boolean() }), z.void()),
  /** Whether the caps allow a run at this price; `estimates`: one per request, null = price unknown. */
  'money.check': query('read', z.object({ estimates: z.array(z.number().nullable()).max(10_000) }), admissionSchema),
  /** Another enabled model that does the same at the same size for less; null = none. */
  'money.cheaper': query(
    'read',
    planRequestSchema,
    z.object({ ref: modelRefSchema, label: z.string(), usd: z.number(), insteadOfUsd: z.number() }).nullable(),
  ),
}
