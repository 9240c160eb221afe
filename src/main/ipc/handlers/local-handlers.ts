import { programPathSchema } from '../../../shared/domain/guarded-values.ts'
import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createLocalHandlers({ services, desktop }: HandlerContext): HandlersOf<'local'> {
  const local = async () => (await services()).local()
  /** The provider's list of models follows what was changed. */
  const changed = async () => {
    await (await (await services()).providers()).refreshModels('local')
    return (await local()).look()
  }
  return {
    'local.setup': async () => (await local()).look(),
    'local.chooseEngine': async (_input, { windowId }) => {
      const path = await desktop.chooseEngine(windowId)
      if (path === null) return null
      await (await local()).useEngine(programPathSchema.parse(path))
      return changed()
    },
    'local.forgetEngine': async () => {
      await (await local()).forgetEngine()
      return changed()
    },
    'local.addFolder': async (_input, { windowId }) => {
      const path = await desktop.chooseFolder(windowId, null)
      if (path === null) return null
      await (await local()).addFolder(path)
      return changed()
    },
    'local.forgetFolder': async ({ path }) => {
      await (await local()).forgetFolder(path)
      return changed()
    },
  }
}
