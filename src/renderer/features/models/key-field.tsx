import { useEffect, useId, useRef, useState, type ClipboardEvent, type FormEvent } from 'react'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/models.ts'
import { useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { canRemoveKey, keyPlaceholder, describeKey } from './describe-key.ts'
import { TaskProblem, useBusyTask, type BusyTask } from './use-busy-task.tsx'

/** Write-only: a stored key is never shown, only its source and last characters. */
export function KeyField({ provider, onSaved }: { readonly provider: ProviderView; readonly onSaved: () => void }) {
  const [isReplacing, setIsReplacing] = useState(false)
  const task = useBusyTask()
  const { key } = provider
  const label = describeKey(key)
  return (
    <div className="key-field">
      {label === null || isReplacing ? (
        <KeyForm
          provider={provider}
          task={task}
          onSaved={() => {
            setIsReplacing(false)
            onSaved()
          }}
          onCancel={isReplacing ? () => setIsReplacing(false) : null}
        />
      ) : (
        <KeySet provider={provider} label={label} task={task} onReplace={() => setIsReplacing(true)} />
      )}
      <TaskProblem error={task.error} />
    </div>
  )
}

interface KeySetProps {
  readonly provider: ProviderView
  readonly label: string
  readonly task: BusyTask
  readonly onReplace: () => void
}

function KeySet({ provider, label, task, onReplace }: KeySetProps) {
  const { providers } = useServices()
  return (
    <div className="key-set">
      <span>{label}</span>
      <Button
        size="small"
        variant="quiet"
        aria-label={messages.replaceKeyOf({ service: provider.label })}
        onClick={onReplace}
      >
        {messages.replace}
      </Button>
      {canRemoveKey(provider.key) && (
        <Button
          size="small"
          variant="quiet"
          disabled={task.isRunning}
          aria-label={messages.removeKeyOf({ service: provider.label })}
          onClick={() => void task.run(() => providers.deleteKey(provider.id))}
        >
          {messages.remove}
        </Button>
      )}
    </div>
  )
}

interface KeyFormProps {
  readonly provider: ProviderView
  readonly task: BusyTask
  readonly onSaved: () => void
  /** null if there is no previous key to return to. */
  readonly onCancel: (() => void) | null
}

function KeyForm({ provider, task, onSaved, onCancel }: KeyFormProps) {
  const { providers } = useServices()
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const noteId = useId()
  const { key, id, label } = provider
  const isKeychainClosed = toErrorCode(task.error) === 'credential/unavailable'
  const keep = key.keychainProblem !== null || isKeychainClosed ? 'session' : 'keychain'
  const isReplacing = onCancel !== null
  useEffect(() => {
    if (isReplacing) input.current?.focus()
  }, [isReplacing])
  const save = async (typed: string) => {
    const given = typed.trim()
    if (given === '' || task.isRunning) return
    setText(given)
    const isSaved = await task.run(() => providers.setKey(id, given, keep))
    if (!isSaved) return
    setText('')
    onSaved()
  }
  const handlePaste = (event: ClipboardEvent) => {
    // A paste may be only part of a key already being typed.
    if (text !== '') return
    event.preventDefault()
    void save(event.clipboardData.getData('text'))
  }
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault()
    void save(text)
  }
  return (
    <form className="key-form" onSubmit={handleSubmit}>
      <div className="key-form-row">
        <input
          ref={input}
          type="password"
          autoComplete="off"
          spellCheck={false}
          placeholder={keyPlaceholder(key)}
          aria-label={messages.keyOf({ service: label })}
          aria-describedby={noteId}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPaste={handlePaste}
          onKeyDown={(event) => event.key === 'Escape' && onCancel?.()}
        />
        {text !== '' && (
          <Button type="submit" variant="primary" disabled={task.isRunning}>
            {keep === 'session' ? messages.keepForSession : messages.save}
          </Button>
        )}
        {isReplacing && text === '' && (
          <Button variant="quiet" onClick={onCancel}>
            {messages.cancel}
          </Button>
        )}
      </div>
      <p id={noteId} className="key-form-note">
        {key.pageUrl !== null && (
          <a href={key.pageUrl} target="_blank" rel="noreferrer">
            {messages.getKey}
          </a>
        )}
        {key.pageUrl !== null && key.variable !== null && ' · '}
        {key.variable !== null && messages.environmentVariable({ variable: key.variable })}
      </p>
    </form>
  )
}

function toErrorCode(error: unknown): string | null {
  return error === null ? null : toErrorData(error).code
}
