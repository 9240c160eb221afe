import { useState } from 'react'
import type { Style } from '../../../../shared/domain/prompts.ts'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { useServices, useWork } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SwitchField } from '../../../ui/fields/switch-field.tsx'
import { TextArea } from '../../../ui/fields/text-area.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import { useStudio } from '../studio-context.ts'
import { useCards } from '../results/use-cards.ts'
import { StyleSign } from './style-tile.tsx'

interface StyleEditorProps {
  readonly style: Style
  readonly isNew: boolean
  readonly onBack: () => void
  readonly onClose: () => void
}

/** Editor for the user's own styles: prompts and image. */
export function StyleEditor({ style, isNew, onBack, onClose }: StyleEditorProps) {
  const { client } = useServices()
  const { store } = useStudio()
  const [draft, setDraft] = useState(style)
  const work = useWork()
  const imageId = useImageOnScreen()
  const change = (part: Partial<Style>) => setDraft({ ...draft, ...part })
  const name = draft.name.trim()
  const isOpen = name !== '' && (draft.prompt.trim() !== '' || draft.negativePrompt.trim() !== '') && !work.isBusy
  const save = () =>
    work.run(async () => {
      await client.call('prompts.saveStyle', { ...draft, name, group: draft.group.trim() || messages.myStyles })
      onBack()
    })
  const remove = () =>
    work.run(async () => {
      await client.call('prompts.deleteStyle', { id: style.id })
      store.setState(({ form }) => ({ form: { ...form, styleIds: form.styleIds.filter((id) => id !== style.id) } }))
      onBack()
    })
  const footer = (
    <>
      {!isNew && (
        <Button variant="danger" disabled={work.isBusy} onClick={() => void remove()}>
          {messages.deleteLabel}
        </Button>
      )}
      <span className="prompt-dialog-said">{work.problem}</span>
      <Button onClick={onBack}>{messages.back}</Button>
      <Button variant="primary" disabled={!isOpen} onClick={() => void save()}>
        {messages.save}
      </Button>
    </>
  )
  return (
    <Dialog title={isNew ? messages.newStyle : style.name} className="style-editor" footer={footer} onClose={onClose}>
      <div className="dialog-body">
        <div className="style-editor-names">
          <TextField
            label={messages.name}
            maxLength={80}
            data-autofocus
            value={draft.name}
            onChange={({ target }) => change({ name: target.value })}
          />
          <TextField
            label={messages.group}
            maxLength={40}
            value={draft.group}
            onChange={({ target }) => change({ group: target.value })}
          />
        </div>
        <TextArea
          label={messages.prompt}
          rows={4}
          maxLength={4_000}
          value={draft.prompt}
          onChange={({ target }) => change({ prompt: target.value })}
        />
        <p className="prompt-hint">{messages.stylePromptHint({ placeholder: '{prompt}' })}</p>
        <TextArea
          label={messages.negativePrompt}
          rows={2}
          maxLength={4_000}
          value={draft.negativePrompt}
          onChange={({ target }) => change({ negativePrompt: target.value })}
        />
        {(imageId !== null || draft.shown.as === 'picture') && (
          <div className="style-editor-shown">
            <span>
              <StyleSign style={draft} />
            </span>
            <SwitchField
              label={messages.styleIcon}
              isOn={draft.shown.as === 'picture'}
              onChange={(isOn) =>
                change({
                  shown:
                    isOn && imageId !== null ? { as: 'picture', assetId: imageId } : { as: 'icon', icon: 'sparkles' },
                })
              }
            />
          </div>
        )}
      </div>
    </Dialog>
  )
}

/** The selected result, or the open image. */
function useImageOnScreen() {
  const { canvas } = useStudio()
  const { selected } = useCards()
  return selected?.resultId ?? canvas?.store.getState().baseId ?? null
}
