import { TriangleAlert } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import type { ParsedQuery } from '../../../../shared/search/index.ts'
import { useGalleryView } from '../gallery-context.ts'

type Problems = ParsedQuery['problems']
type Mending = NonNullable<Problems[number]['instead']>

interface ProblemListProps {
  readonly problems: Problems
  readonly onMend: (instead: Mending) => void
}

/** Invalid parts of a query, with suggested corrections. */
export function QueryProblems({ problems, onMend }: ProblemListProps) {
  return (
    <div className="search-problems">
      {problems.map(({ from, message, instead }) => (
        <p key={from}>
          <TriangleAlert size={13} aria-hidden="true" />
          <span>{message}</span>
          {instead && (
            <button type="button" tabIndex={-1} onClick={() => onMend(instead)}>
              {messages.apply}
            </button>
          )}
        </p>
      ))}
    </div>
  )
}

const none: Problems = []

/** Problems that only the search itself meets, such as a missing model, join those of the syntax. */
export function useAllProblems({ problems }: ParsedQuery, text: string): Problems {
  const found = useGalleryView(({ query, problems: met }) => (query.query === text.trim() ? met : none))
  return useMemo(
    () => [...problems, ...found.filter(({ from }) => problems.every((each) => each.from !== from))],
    [problems, found],
  )
}

const problemRestMs = 900

/** Incomplete input is not an error yet: a problem at the caret is reported only after a pause or on blur. */
export function useRestedProblems(problems: Problems, text: string, caret: number | null): Problems {
  const [rested, setRested] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), problemRestMs)
    return () => clearTimeout(timer)
  }, [text])
  if (caret === null || rested === text) return problems
  return problems.filter(({ from, to }) => caret < from || caret > to)
}
