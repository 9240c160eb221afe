import type { Command, CommandList } from '../../lib/command.ts'

export interface CommandRegistry extends CommandList {
  /** Earlier sources win where two enabled commands share a key. Returns a function that removes them. */
  add(commands: () => readonly Command[]): () => void
  all(): readonly Command[]
}

const isEnabled = (command: Command) => command.isEnabled?.() ?? true

/** The single list of all commands; palette, menu and keys read it. */
export function createCommandRegistry(onError: (error: unknown) => void): CommandRegistry {
  const sources: (() => readonly Command[])[] = []
  const all = () => sources.flatMap((source) => source())

  async function start(command: Command): Promise<void> {
    try {
      await command.run()
    } catch (error) {
      onError(error)
    }
  }

  return {
    all,
    isEnabled,
    add(source) {
      sources.push(source)
      return () => {
        const at = sources.indexOf(source)
        if (at >= 0) sources.splice(at, 1)
      }
    },
    find: (id) => all().find((command) => command.id === id),
    run(id) {
      const command = all().find((each) => each.id === id && isEnabled(each))
      if (command === undefined) return false
      void start(command)
      return true
    },
  }
}
