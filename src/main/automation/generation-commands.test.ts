import { expect, it } from 'vitest'
import type { CommandContext } from './command.ts'
import { generateCommand, variationsCommand } from './generation-commands.ts'

const context = { workingFolder: '/', services: () => expect.unreachable('Nothing may be started.') }

it.each(['--mask', '--grow', '--feather', '--intent', '--box', '--frame', '--soften'])(
  'what says how a part is repainted (%s) is refused where nothing is',
  async (option) => {
    for (const command of [generateCommand, variationsCommand]) {
      const words = ['a kite', option, '4']
      await expect(command.run(words, context as unknown as CommandContext)).rejects.toMatchObject({
        message: expect.stringContaining(`${option} belongs to edit`),
      })
    }
  },
)
