import { useRef } from 'react'
import { flushSync } from 'react-dom'
import { TextField } from '../../ui/text-field.tsx'

const tokens = [
  ['name', 'The name of the image'],
  ['date', 'The day it was made'],
  ['time', 'The time it was made'],
  ['model', 'The model that made it'],
  ['provider', 'The service or engine that made it'],
  ['seed', 'Its seed'],
  ['prompt', 'The first words of its prompt'],
  ['width', 'Width in pixels'],
  ['height', 'Height in pixels'],
  ['rating', 'Its stars'],
  ['tags', 'Its tags'],
  ['collection', 'The collections it was put into'],
  ['n', 'A running number'],
  ['id', 'Its id in the library'],
] as const

interface TemplateFieldProps {
  readonly label: string
  /** Where a heading says it already. */
  readonly isLabelHidden?: boolean
  readonly template: string
  readonly mayBeEmpty?: boolean
  readonly problem: string | null
  /** What the first picture would be called; null = not known. */
  readonly example: string | null
  readonly onChange: (template: string) => void
}

/** Puts a token at the caret, or instead of what is selected. */
export function insertToken(template: string, token: string, from: number, to: number): string {
  return `${template.slice(0, from)}{${token}}${template.slice(to)}`
}

/** The file name, with what the first picture would be called below it. */
export function TemplateField(props: TemplateFieldProps) {
  const { label, isLabelHidden, template, mayBeEmpty = false, problem, example, onChange } = props
  const field = useRef<HTMLDivElement>(null)
  const handleToken = (token: string) => {
    const input = field.current?.querySelector('input')
    const from = input?.selectionStart ?? template.length
    const to = input?.selectionEnd ?? from
    // At once, so that the caret can be put behind the token in the text it belongs to.
    flushSync(() => onChange(insertToken(template, token, from, to)))
    const caret = from + token.length + 2
    input?.focus()
    input?.setSelectionRange(caret, caret)
  }
  const wrong = !mayBeEmpty && template.trim() === '' ? 'Give the file a name.' : problem
  return (
    <div className="export-template" ref={field}>
      <TextField
        label={label}
        isLabelHidden={isLabelHidden}
        value={template}
        maxLength={200}
        problem={wrong}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="export-tokens" role="group" aria-label={`Insert into the ${label.toLowerCase()}`}>
        {tokens.map(([token, hint]) => (
          <button key={token} type="button" title={hint} onClick={() => handleToken(token)}>
            {token}
          </button>
        ))}
      </div>
      {wrong === null && example !== null && (
        <p className="export-example" aria-live="polite">
          <output className="selectable">{example}</output>
        </p>
      )}
    </div>
  )
}
