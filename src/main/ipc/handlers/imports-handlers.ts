import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createImportsHandlers({ services, desktop }: HandlerContext): HandlersOf<'imports'> {
  const watched = async () => (await services()).watched
  return {
    'imports.folders': async () => (await watched()).list(),
    'imports.chooseAndWatch': async (_input, { windowId }) => {
      const path = await desktop.chooseFolder(windowId, null)
      return path === null ? null : (await watched()).add(path)
    },
    'imports.setOn': async ({ id, isOn }) => (await watched()).setOn(id, isOn),
    'imports.unwatch': async ({ id }) => (await watched()).remove(id),
  }
}
