import type { HandlerContext, HandlersOf } from '../handler-context.ts'

export function createExternalHandlers({ services, settings, desktop }: HandlerContext): HandlersOf<'external'> {
  /** Choosing a program in the system's dialog is the user's consent to start it. */
  async function choose(windowId: number) {
    const program = await desktop.chooseProgram(windowId)
    if (program !== null) await settings.change({ externalEditor: program })
    return program
  }

  return {
    'external.edit': async ({ id, program }, { windowId }) => {
      const chosen = program === 'ask' ? await choose(windowId) : null
      if (program === 'ask' && chosen === null) return { isOpened: false }
      const { path } = await (await services()).external.begin(id)
      await desktop.openWith(path, chosen ?? (await settings.load()).externalEditor)
      return { isOpened: true }
    },
    'external.chooseProgram': async (_input, { windowId }) => void (await choose(windowId)),
    'external.resetProgram': async () => void (await settings.change({ externalEditor: null })),
  }
}
