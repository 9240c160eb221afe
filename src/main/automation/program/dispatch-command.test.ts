import { expect, it } from 'vitest'
import { createRecordingLogger } from '../../../../test/support/recording-logger.ts'
import type { CommandContext } from './command.ts'
import { dispatchCommand, type StartContext } from './dispatch-command.ts'

async function printedBy(...args: string[]): Promise<{ printed: string[]; complaints: string[] }> {
  const [printed, complaints]: [string[], string[]] = [[], []]
  const context: Partial<StartContext> = {
    appVersion: '1.2.3',
    signal: new AbortController().signal,
    prepare: async () => ({}) as CommandContext,
  }
  await dispatchCommand(args, context as StartContext, {
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
    writeBytes: () => undefined,
    write: () => undefined,
    logger: createRecordingLogger(),
  })
  return { printed, complaints }
}

it('takes --json after -- for a word', async () => {
  const { printed, complaints } = await printedBy('completion', '--', '--json')
  expect(complaints.join('\n')).toContain('--json')
  expect(printed).toEqual([])
  expect((await printedBy('completion', '--json', '--', 'fishy')).printed).toHaveLength(1)
})
