import { useRef } from 'react'
import { flushSync } from 'react-dom'
import { useStore } from 'zustand'
import { TextField } from '../../ui/text-field.tsx'
import { changeOptions, insertToken, type ExportStore } from './create-export-store.ts'

const tokens = ['name', 'date', 'time', 'engine', 'seed', 'width', 'height', 'id', 'n'] as const

const tokenHints: Readonly<Record<(typeof tokens)[number], string>> = {
  name: 'The name of the picture',
  date: 'The day it was made',
  time: 'The time it was made',
  engine: 'The engine that made it',
  seed: 'Its seed',
  width: 'Width in pixels',
  height: 'Height in pixels',
  id: 'Its id in the library',
  n: 'A running number',
}

/** The file name, with what the first picture would be called below it. */
export function TemplateField({ store }: { readonly store: ExportStore }) {
  const template = useStore(store, (state) => state.options.template)
  const example = useStore(store, (state) => state.example)
  const field = useRef<HTMLDivElement>(null)
  const handleToken = (token: string) => {
    const input = field.current?.querySelector('input')
    const from = input?.selectionStart ?? template.length
    const to = input?.selectionEnd ?? from
    // At once, so that the caret can be put behind the token in the text it belongs to.
    flushSync(() => changeOptions(store, { template: insertToken(template, token, from, to) }))
    const caret = from + token.length + 2
    input?.focus()
    input?.setSelectionRange(caret, caret)
  }
  const problem = template.trim() === '' ? 'Give the file a name.' : (example?.problem ?? null)
  return (
    <div className="export-template" ref={field}>
      <TextField
        label="File name"
        value={template}
        maxLength={200}
        problem={problem}
        onChange={(event) => changeOptions(store, { template: event.target.value })}
      />
      <div className="export-tokens" role="group" aria-label="Insert into the file name">
        {tokens.map((token) => (
          <button key={token} type="button" title={tokenHints[token]} onClick={() => handleToken(token)}>
            {token}
          </button>
        ))}
      </div>
      {problem === null && (
        <p className="export-example" aria-live="polite">
          {example === null ? ' ' : <output className="selectable">{example.fileName}</output>}
        </p>
      )}
    </div>
  )
}
