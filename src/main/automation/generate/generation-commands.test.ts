import { expect, it } from 'vitest'
import { runArgs } from '../../../../test/support/run-args.ts'
import type { CommandContext } from '../program/command.ts'
import { generateCommand, variationsCommand } from './generation-commands.ts'

const context = { workingFolder: '/', services: () => expect.unreachable('Nothing may be started.') }

it.each(['--mask', '--grow', '--feather', '--intent', '--box', '--frame', '--soften'])(
  'generate and variations reject %s, an option of masked edits',
  async (option) => {
    for (const name of ['generate', 'variations']) {
      const args = [name, 'a kite', option, '4']
      const run = runArgs([generateCommand, variationsCommand], args, context as unknown as CommandContext)
      await expect(run).rejects.toMatchObject({
        code: 'request/invalid',
        message: expect.stringContaining(`Unknown option “${option}”.`),
      })
    }
  },
)
