import * as messages from '../../../shared/messages/en/dialogs.ts'
import { approveSpendIn } from '../approve-spend.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'
import { forward } from '../forward.ts'

const exported = { title: messages.exportStyles, name: 'styles', kind: messages.styles, extension: 'json' }

export function createPromptsHandlers(context: HandlerContext): HandlersOf<'prompts'> {
  const { services, desktop } = context
  const prompts = async () => (await services()).prompts
  return {
    ...forward('prompts', prompts, 'history', 'snippets', 'saveSnippet', 'wildcards', 'saveWildcard'),
    ...forward('prompts', prompts, 'styles', 'saveStyle', 'rewriterKey'),
    'prompts.forget': async ({ ids }) => (await prompts()).forget(ids),
    'prompts.deleteSnippet': async ({ id }) => (await prompts()).deleteSnippet(id),
    'prompts.deleteWildcard': async ({ name }) => (await prompts()).deleteWildcard(name),
    'prompts.deleteStyle': async ({ id }) => (await prompts()).deleteStyle(id),
    'prompts.importStyles': async (_input, { windowId }) => {
      const path = await desktop.chooseStyles(windowId)
      return path === null ? null : (await prompts()).importStyles(path)
    },
    'prompts.exportStyles': async (_input, { windowId }) => {
      const path = await desktop.chooseTarget(windowId, exported)
      if (path === null) return null
      await (await prompts()).exportStyles(path)
      return { path }
    },
    'prompts.rewrite': async (request, { signal, windowId }) =>
      (await prompts()).rewrite(request, signal, approveSpendIn(windowId, context)),
    'prompts.setRewriter': async (rewriter, { windowId }) =>
      (await prompts()).setRewriter(rewriter, (question) => desktop.confirmAddress(windowId, question)),
    'prompts.setRewriterKey': async ({ key, keep }) => (await prompts()).setRewriterKey(key, keep),
  }
}
