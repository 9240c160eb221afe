import { useEffect, useMemo, useState } from 'react'
import type { Output } from '../../../../shared/contract/index.ts'
import { useServices } from '../../../client/index.ts'
import { createLateAnswer } from './create-late-answer.ts'

type Suggestions = Output<'catalogue.suggest'>

interface Place {
  readonly query: string
  readonly at: number
}

const none: Suggestions = { from: 0, to: 0, terms: [] }
const restMs = 60

/** What may stand where one is writing. Asked for only while the box has the focus. */
export function useSuggestions(place: Place | null): Suggestions {
  const { client } = useServices()
  const [suggestions, setSuggestions] = useState(none)
  const late = useMemo(
    () =>
      createLateAnswer<Place, Suggestions>({
        ask: (asked, signal) => client.call('catalogue.suggest', asked, { signal }),
        onAnswer: setSuggestions,
        // Without a list one can still write.
        onError: () => setSuggestions(none),
        delayMs: restMs,
      }),
    [client],
  )
  const [query, at] = [place?.query ?? null, place?.at ?? 0]
  useEffect(() => {
    if (query !== null) late.ask({ query, at })
    return () => late.stop()
  }, [late, query, at])
  return query === null ? none : suggestions
}
