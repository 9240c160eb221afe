import { useState, type FormEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { searchedWordsMax } from '../../../../../shared/domain/vision.ts'
import * as messages from '../../../../../shared/messages/en/found-objects.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import type { FoundObjects } from '../../../../editor/session/create-canvas-store.ts'
import type { WordActions } from '../../../../editor/session/actions/word-actions.ts'
import { Button } from '../../../../ui/button.tsx'
import { TextField } from '../../../../ui/fields/text-field.tsx'
import '../../../../ui/fields/pill-choice.css'
import './find-by-words.css'

interface FindByWordsProps {
  readonly session: CanvasSession
}

/** Finds objects by words; those that are found can be turned on and off. */
export function FindByWords({ session }: FindByWordsProps): ReactNode {
  const [words, setWords] = useState('')
  const isBusy = useStore(session.store, (state) => state.busyWith !== null)
  const found = useStore(session.store, (state) => state.foundObjects)
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!isBusy && words.trim() !== '') act(session, (actions) => actions.find(words.trim()))
  }
  return (
    <div className="find-by-words">
      <form onSubmit={handleSubmit}>
        <TextField
          label={messages.findByWords}
          placeholder={messages.wordsExample}
          maxLength={searchedWordsMax}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          aside={
            <Button type="submit" disabled={isBusy || words.trim() === ''}>
              {messages.find}
            </Button>
          }
        />
      </form>
      {found !== null && <FoundList session={session} found={found} />}
    </div>
  )
}

function act({ selection }: CanvasSession, run: (actions: WordActions) => Promise<void>): void {
  void selection.objects().then(({ words }) => words.run(run))
}

function FoundList({ session, found }: FindByWordsProps & { readonly found: FoundObjects }): ReactNode {
  const { objects } = found
  const point = (at: number | null) => act(session, async (actions) => actions.point(at))
  if (objects.length === 1) return null
  return (
    <fieldset className="pills pills-plain">
      <legend>{messages.objectsFound({ count: objects.length, words: found.words })}</legend>
      <div className="pills-options">
        {objects.map(({ score, isSelected }, at) => {
          const values = { at: at + 1, percent: Math.round(score * 100) }
          return (
            <label key={at} onPointerEnter={() => point(at)} onPointerLeave={() => point(null)}>
              <input
                type="checkbox"
                aria-label={messages.foundObjectLabel(values)}
                checked={isSelected}
                onFocus={() => point(at)}
                onBlur={() => point(null)}
                onChange={() => act(session, (actions) => actions.toggle(at))}
              />
              <span>{messages.foundObject(values)}</span>
            </label>
          )
        })}
        {objects.some(({ isSelected }) => !isSelected) && (
          <Button size="small" onClick={() => act(session, (actions) => actions.selectAll())}>
            {messages.selectAllFound}
          </Button>
        )}
      </div>
      <p className="tool-options-hint">{messages.foundHint}</p>
    </fieldset>
  )
}
