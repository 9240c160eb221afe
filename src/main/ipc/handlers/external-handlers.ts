import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createExternalHandlers({ services, settings, desktop }: HandlerContext): HandlersOf<'external'> {
  return {
    'external.edit': async ({ id, program }, { windowId }) => {
      const chosen = program === 'ask' ? await desktop.chooseProgram(windowId) : null
      if (program === 'ask' && chosen === null) return { isOpened: false }
      if (chosen !== null) await settings.change({ externalEditor: chosen })
      const { path } = await (await services()).external.begin(id)
      await desktop.openWith(path, chosen ?? (await settings.load()).externalEditor)
      return { isOpened: true }
    },
    'external.chooseProgram': async (_input, { windowId }) => ({ path: await desktop.chooseProgram(windowId) }),
  }
}
