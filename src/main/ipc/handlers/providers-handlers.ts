import { workflowFilesMax } from '../../../shared/domain/settings.ts'
import { workflowModelId } from '../../../shared/domain/provider.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'

export function createProvidersHandlers({ services, settings, desktop }: HandlerContext): HandlersOf<'providers'> {
  const providers = async () => (await services()).providers()
  return {
    'providers.list': async () => (await providers()).list(),
    'providers.plan': async (request) => {
      const { assets } = await services()
      const source = request.sourceId === null ? null : await assets.records.require(request.sourceId)
      const control = request.control ? await assets.records.require(request.control.imageId) : null
      return (await providers()).plan(request, source, control)
    },
    'providers.setKey': async ({ id, key, keep }) => (await providers()).setKey(id, key, keep),
    'providers.deleteKey': async ({ id }) => (await providers()).deleteKey(id),
    'providers.test': async ({ id }) => (await providers()).test(id),
    'providers.configure': async ({ id, ...change }, { windowId }) =>
      (await providers()).configure(id, change, (question) => desktop.confirmAddress(windowId, question)),
    'providers.refreshModels': async ({ id }) => (await providers()).refreshModels(id),
    'providers.addModel': async ({ id, model }) => (await providers()).addModel(id, model),
    'providers.removeModel': async ({ id, model }) => (await providers()).removeModel(id, model),
    'providers.findServers': async () => (await providers()).findServers(),
    'providers.chooseWorkflow': async (_input, { windowId }) => {
      const path = await desktop.chooseWorkflow(windowId)
      if (path === null) return null
      const { workflowFiles } = await settings.load()
      await settings.change({ workflowFiles: [...new Set([path, ...workflowFiles])].slice(0, workflowFilesMax) })
      return (await providers()).addModel('comfyui', workflowModelId(path))
    },
  }
}
