import { useRef } from 'react'
import { flushSync } from 'react-dom'
import { nameTokenNames, nameTokens } from '../../../shared/domain/export-options.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { TextField } from '../../ui/fields/text-field.tsx'

interface TemplateFieldProps {
  readonly label: string
  /** Set where a heading already names it. */
  readonly isLabelHidden?: boolean
  readonly template: string
  readonly mayBeEmpty?: boolean
  readonly problem: string | null
  /** Resulting file name of the first image; null = not known. */
  readonly example: string | null
  readonly onChange: (template: string) => void
}

/** Inserts a token at the caret or replaces the selection. */
export function insertToken(template: string, token: string, from: number, to: number): string {
  return `${template.slice(0, from)}{${token}}${template.slice(to)}`
}

/** The file name template, with the first image's resulting name below it. */
export function TemplateField(props: TemplateFieldProps) {
  const { label, isLabelHidden, template, mayBeEmpty = false, problem, example, onChange } = props
  const field = useRef<HTMLDivElement>(null)
  const handleToken = (token: string) => {
    const input = field.current?.querySelector('input')
    const from = input?.selectionStart ?? template.length
    const to = input?.selectionEnd ?? from
    // Flushed so that the caret can be placed after the token in the updated text.
    flushSync(() => onChange(insertToken(template, token, from, to)))
    const caret = from + token.length + 2
    input?.focus()
    input?.setSelectionRange(caret, caret)
  }
  const wrong = !mayBeEmpty && template.trim() === '' ? messages.enterFileName : problem
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
      <div className="export-tokens" role="group" aria-label={messages.insertInto({ label })}>
        {nameTokenNames.map((token) => (
          <button key={token} type="button" title={nameTokens[token]} onClick={() => handleToken(token)}>
            {token}
          </button>
        ))}
      </div>
      {wrong === null && example !== null && (
        <p className="export-example" aria-live="polite">
          <span>{messages.forExample}</span>
          <output className="selectable">{example}</output>
        </p>
      )}
    </div>
  )
}
