import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createProvidersHandlers({ services, desktop }: HandlerContext): HandlersOf<'providers'> {
  const providers = async () => (await services()).providers()
  return {
    'providers.list': async () => (await providers()).list(),
    'providers.plan': async (request) => {
      const { library } = await services()
      const source = request.sourceId === null ? null : await library.require(request.sourceId)
      return (await providers()).plan(request, source)
    },
    'providers.setKey': async ({ id, key, keep }) => (await providers()).setKey(id, key, keep),
    'providers.deleteKey': async ({ id }) => (await providers()).deleteKey(id),
    'providers.test': async ({ id }) => (await providers()).test(id),
    'providers.configure': async ({ id, ...change }) => (await providers()).configure(id, change),
    'providers.refreshModels': async ({ id }) => (await providers()).refreshModels(id),
    'providers.addModel': async ({ id, model }) => (await providers()).addModel(id, model),
    'providers.removeModel': async ({ id, model }) => (await providers()).removeModel(id, model),
    'providers.chooseWorkflow': async (_input, { windowId }) => {
      const path = await desktop.chooseWorkflow(windowId)
      // How the adapter for ComfyUI names a workflow of one's own.
      return path === null ? null : (await providers()).addModel('comfyui', `workflow:${path}`)
    },
  }
}
