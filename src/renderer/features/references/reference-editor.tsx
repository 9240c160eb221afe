import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { NamedReferenceId } from '../../../shared/domain/ids.ts'
import type { NamedReference, ReferenceDraft, ReferenceKind } from '../../../shared/domain/named-reference.ts'
import * as messages from '../../../shared/messages/en/named-references.ts'
import { takeDropped, useReferences, useServices, useWork } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { referenceKindLabels } from '../../ui/reference-sign.tsx'
import { SegmentedControl } from '../../ui/fields/segmented-control.tsx'
import { TextArea } from '../../ui/fields/text-area.tsx'
import { TextField } from '../../ui/fields/text-field.tsx'
import { isSameDraft, nameProblem, tidied, withImages } from './reference-draft.ts'
import { ReferenceImages, type PickerProps } from './reference-images.tsx'
import { toggleTerm } from '../../../shared/search/index.ts'
import type { Leaving } from './use-leaving.ts'

interface ReferenceEditorProps {
  /** null = a new one. */
  readonly before: NamedReference | null
  readonly draft: ReferenceDraft
  readonly renderPicker: (props: PickerProps) => ReactNode
  readonly leaving: Leaving
  readonly onSaved: (id: NamedReferenceId) => void
  readonly onRemoved: (reference: NamedReference) => void
  readonly onExported: (text: string) => void
  readonly onClose: () => void
}

const kinds = (Object.keys(referenceKindLabels) as ReferenceKind[]).map((value) => ({
  value,
  label: referenceKindLabels[value],
}))

export function ReferenceEditor({ before, draft: start, renderPicker, leaving, ...on }: ReferenceEditorProps) {
  const services = useServices()
  const { references } = services
  const all = useReferences() ?? []
  const [draft, setDraft] = useState(start)
  const work = useWork()
  const change = (part: Partial<ReferenceDraft>) => setDraft((current) => ({ ...current, ...part }))
  const current = tidied(draft)
  const isChanged = before === null || !isSameDraft(current, before)
  // What a new one starts with, such as images of the Gallery, is no change.
  const hasChanges = !isSameDraft(current, before ?? tidied(start))
  const { noteChanges } = leaving
  useEffect(() => noteChanges(hasChanges))
  const problem = nameProblem(current.name, all, before?.id ?? null)
  const canSave = isChanged && problem === null && !work.isBusy
  const save = () =>
    work.run(async () => {
      const saved = await (before === null ? references.create(current) : references.change(before.id, current))
      // What was typed meanwhile stays.
      setDraft((latest) => (latest === draft ? current : latest))
      on.onSaved(saved.id)
      leaving.go()
    })
  const changeImages = (update: (ids: ReferenceDraft['imageIds']) => ReferenceDraft['imageIds']) =>
    setDraft((latest) => ({ ...latest, imageIds: update(latest.imageIds) }))
  const addFiles = (files: readonly File[]) =>
    work.run(async () => {
      const found = await takeDropped(services, files)
      changeImages((ids) => withImages(ids, found))
    })
  const remove = (reference: NamedReference) =>
    work.run(async () => {
      await references.remove(reference.id)
      on.onRemoved(reference)
    })
  const exportFile = (reference: NamedReference) =>
    work.run(async () => {
      const path = await references.exportFile(reference.id)
      if (path !== null) on.onExported(messages.exportedTo({ name: reference.name, path }))
    })
  return (
    <form
      className="reference-editor"
      onSubmit={(event) => {
        event.preventDefault()
        if (canSave) void save()
      }}
    >
      <div className="reference-editor-fields">
        <TextField
          label={messages.name}
          value={draft.name}
          maxLength={60}
          // An empty field needs no message before something is typed.
          problem={current.name === '' ? null : problem}
          data-autofocus={before === null || undefined}
          onChange={({ target }) => change({ name: target.value.replace(/^@/, '') })}
        />
        <SegmentedControl
          label={messages.kind}
          options={kinds}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
        />
        <ReferenceImages
          ids={draft.imageIds}
          renderPicker={renderPicker}
          onChange={changeImages}
          onDrop={(files) => void addFiles(files)}
        />
        <Texts draft={draft} onChange={change} />
        {before !== null && (
          <ReferenceUses reference={before} onLeave={(go) => leaving.leave(() => (on.onClose(), go()))} />
        )}
      </div>
      {work.problem !== null && (
        <p className="reference-editor-problem" role="alert">
          {work.problem}
        </p>
      )}
      {leaving.isAsking ? (
        <UnsavedChanges name={before?.name ?? current.name} canSave={canSave} leaving={leaving} />
      ) : (
        <div className="reference-editor-actions">
          {before !== null && (
            <>
              <Button variant="danger" disabled={work.isBusy} onClick={() => void remove(before)}>
                {messages.deleteLabel}
              </Button>
              <Button disabled={work.isBusy} title={messages.exportHint} onClick={() => void exportFile(before)}>
                {messages.exportLabel}
              </Button>
            </>
          )}
          <Button type="submit" variant="primary" disabled={!canSave}>
            {messages.save}
          </Button>
        </div>
      )}
    </form>
  )
}

interface UnsavedChangesProps {
  readonly name: string
  readonly canSave: boolean
  readonly leaving: Leaving
}

/** Asks what becomes of changes before they would be lost. Esc goes on editing. */
function UnsavedChanges({ name, canSave, leaving }: UnsavedChangesProps) {
  const group = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    const buttons = group.current?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? []
    ;[...buttons].at(-1)?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <div ref={group} className="reference-editor-actions" role="group" aria-label={messages.unsaved}>
      <p role="alert">{name === '' ? messages.unsavedNew : messages.unsavedOf({ name })}</p>
      <Button onClick={leaving.go}>{messages.discard}</Button>
      <Button onClick={leaving.stay}>{messages.keepEditing}</Button>
      <Button type="submit" variant="primary" disabled={!canSave}>
        {messages.save}
      </Button>
    </div>
  )
}

interface TextsProps {
  readonly draft: ReferenceDraft
  readonly onChange: (part: Partial<ReferenceDraft>) => void
}

function Texts({ draft, onChange }: TextsProps) {
  return (
    <>
      <TextArea
        label={messages.note}
        rows={1}
        maxLength={1_000}
        placeholder={messages.noteHint}
        value={draft.note}
        onChange={({ target }) => onChange({ note: target.value })}
      />
      <TextArea
        label={messages.description}
        rows={2}
        maxLength={2_000}
        placeholder={messages.descriptionHint}
        value={draft.description}
        onChange={({ target }) => onChange({ description: target.value })}
      />
      <TextArea
        label={messages.rights}
        rows={1}
        maxLength={1_000}
        placeholder={messages.rightsHint}
        value={draft.rights}
        onChange={({ target }) => onChange({ rights: target.value })}
      />
    </>
  )
}

interface ReferenceUsesProps {
  readonly reference: NamedReference
  /** Leaves the dialog, then goes. */
  readonly onLeave: (go: () => void) => void
}

/** Leads to the images that were made with it, and to those that are like it if a model on this computer can tell. */
function ReferenceUses({ reference: { name, uses, imageIds }, onLeave }: ReferenceUsesProps) {
  const { intents } = useServices()
  const canCompare = useCanCompare() && imageIds.length > 0
  const links = [
    ...(uses > 0 ? [{ text: messages.usedBy({ count: uses }), fields: ['reference'] as const }] : []),
    ...(uses > 1 && canCompare
      ? [{ text: messages.rankedByLikeness, fields: ['reference', 'likeness'] as const }]
      : []),
    ...(canCompare ? [{ text: messages.similarImages, fields: ['likeness'] as const }] : []),
  ]
  return (
    <p className="reference-editor-uses">
      {uses === 0 && <span>{messages.notUsed}</span>}
      {links.map(({ text, fields }) => (
        <button
          key={text}
          type="button"
          onClick={() => {
            const query = fields.reduce((terms, field) => toggleTerm(terms, field, name), '')
            onLeave(() => intents.send({ type: 'find-in-gallery', query }))
          }}
        >
          {text}
        </button>
      ))}
    </p>
  )
}

function useCanCompare(): boolean {
  const { client } = useServices()
  const [canCompare, setCanCompare] = useState(false)
  useEffect(() => {
    client.call('vision.index', {}).then(
      ({ model }) => setCanCompare(model !== null),
      () => setCanCompare(false),
    )
  }, [client])
  return canCompare
}
