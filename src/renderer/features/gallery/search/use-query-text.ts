import { useEffect, useRef, useState } from 'react'
import { useGallery, useGalleryState } from '../gallery-context.ts'

/** Long enough not to search for every letter, short enough to be at once. */
const restMs = 120

/** What is written; it is looked for when one rests. What others change in the query (a facet, a shelf) is written here too. */
export function useQueryText() {
  const { actions } = useGallery()
  const query = useGalleryState((state) => state.query)
  const [draft, setDraft] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const seen = useRef(query)
  useEffect(() => {
    if (seen.current === query) return
    seen.current = query
    // Its own words come back trimmed: a space that was just typed stays.
    setDraft((now) => (now?.trim() === query ? now : null))
  }, [query])
  useEffect(() => () => clearTimeout(timer.current), [])
  const write = (text: string, delayMs = restMs) => {
    clearTimeout(timer.current)
    setDraft(text)
    timer.current = setTimeout(() => actions.setQuery(text), delayMs)
  }
  const settle = () => {
    clearTimeout(timer.current)
    if (draft !== null) actions.setQuery(draft)
    setDraft(null)
  }
  return { text: draft ?? query, write, settle }
}
