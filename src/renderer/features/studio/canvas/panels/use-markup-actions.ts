import { useEffect } from 'react'
import { useServices } from '../../../../client/index.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import type { MarkupActions } from '../../../../editor/session/actions/markup-actions.ts'

const loaded = new WeakMap<CanvasSession, MarkupActions>()

/**
 * Returns a function that acts on the marks of the image: at once, so that text fields keep their cursor, or in the
 * moment before they are loaded as soon as they are.
 */
export function useMarkupActions(session: CanvasSession): (act: (markup: MarkupActions) => void) => void {
  const { intents } = useServices()
  useEffect(() => {
    load(session).catch((error: unknown) => intents.send({ type: 'report', error }))
  }, [session, intents])
  return (act) => {
    const markup = loaded.get(session)
    if (markup !== undefined) return act(markup)
    return void load(session)
      .then(act)
      .catch((error: unknown) => intents.send({ type: 'report', error }))
  }
}

async function load(session: CanvasSession): Promise<MarkupActions> {
  const markup = await session.markup()
  loaded.set(session, markup)
  return markup
}
