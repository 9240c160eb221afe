import type { HandlerContext } from '../../../src/main/ipc/index.ts'
import { documentId } from './sample-ids.ts'

const spent = { key: '2026-11-20', usd: 0.08, perhapsUsd: 0.04, unpriced: 1, attempts: 4, pictures: 2 }

export const ledger: Awaited<ReturnType<HandlerContext['services']>>['ledger'] = {
  list: async () => ({
    entries: [
      {
        id: 7,
        atMs: 1,
        endedAtMs: 2,
        callId: 'call',
        runId: 'run',
        documentId,
        provider: 'openai',
        model: 'gpt-image-1',
        operation: 'edit',
        pictures: 2,
        picturesCame: 1,
        outcome: 'done',
        billed: 'yes',
        estimateUsd: 0.08,
        estimateAsOf: '2026-11-01',
        realUsd: 0.071,
        usage: { input_tokens: 120 },
        requestId: 'req-1',
        handle: null,
        words: null,
        startedBy: 'window',
      },
    ],
    isAll: true,
  }),
  spend: async () => [spent],
  totals: async () => ({ today: spent, month: { ...spent, key: '2026-11' } }),
  writeCsv: async () => 1,
  check: async () => ({ type: 'ask', reasons: ['Your limit for a day is $1.00.'] }),
}
