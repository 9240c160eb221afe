import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createEditsHandlers({ services }: HandlerContext): HandlersOf<'edits'> {
  const edits = async () => (await services()).jobs.edits
  return {
    'edits.preview': async (input, { signal }) => (await edits()).preview(input, signal),
    'edits.reblend': async (input) => (await edits()).reblend(input),
    'edits.merge': async (input) => (await edits()).merge(input),
    'edits.expand': async (input) => (await edits()).expand(input),
  }
}
