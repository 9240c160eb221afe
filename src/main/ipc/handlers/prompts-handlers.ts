import { approveSpendIn } from '../approve-spend.ts'
import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

const exported = { title: 'Export styles', name: 'styles', kind: 'Styles', extension: 'json' }

export function createPromptsHandlers(context: HandlerContext): HandlersOf<'prompts'> {
  const { services, desktop } = context
  const prompts = async () => (await services()).prompts
  return {
    'prompts.history': async (filter) => (await prompts()).history(filter),
    'prompts.forget': async ({ ids }) => (await prompts()).forget(ids),
    'prompts.snippets': async () => (await prompts()).snippets(),
    'prompts.saveSnippet': async (snippet) => (await prompts()).saveSnippet(snippet),
    'prompts.deleteSnippet': async ({ id }) => (await prompts()).deleteSnippet(id),
    'prompts.wildcards': async () => (await prompts()).wildcards(),
    'prompts.saveWildcard': async (file) => (await prompts()).saveWildcard(file),
    'prompts.deleteWildcard': async ({ name }) => (await prompts()).deleteWildcard(name),
    'prompts.styles': async () => (await prompts()).styles(),
    'prompts.saveStyle': async (style) => (await prompts()).saveStyle(style),
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
    'prompts.rewrite': async (wish, { signal, windowId }) =>
      (await prompts()).rewrite(wish, signal, approveSpendIn(windowId, context)),
    'prompts.setRewriter': async (rewriter, { windowId }) =>
      (await prompts()).setRewriter(rewriter, (question) => desktop.confirmAddress(windowId, question)),
    'prompts.rewriterKey': async () => (await prompts()).rewriterKey(),
    'prompts.setRewriterKey': async ({ key, keep }) => (await prompts()).setRewriterKey(key, keep),
  }
}
