import { ChevronDown, ImageDown, RotateCcw, Trash2, Upload } from 'lucide-react'
import * as messages from '../../../shared/messages/en/gallery.ts'
import { useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { MenuButton } from '../../ui/menus/menu-button.tsx'
import { SearchBox } from './search/search-box.tsx'
import { useGallery, useGalleryState, useGalleryView } from './gallery-context.ts'

export function GalleryToolbar() {
  const { actions } = useGallery()
  const { intents } = useServices()
  const section = useGalleryState((state) => state.section)
  const selected = useGalleryState((state) => state.selected.size)
  return (
    <div className="gallery-toolbar" role="toolbar" aria-label={messages.gallery}>
      <SearchBox />
      <div className="gallery-toolbar-actions">
        {section === 'library' ? (
          <>
            <ImportButton />
            <Button
              icon={<Upload size={15} />}
              disabled={selected === 0}
              onClick={() => intents.send({ type: 'export', ids: actions.chosen() })}
            >
              {messages.exportAction} <Kbd command="gallery.export" />
            </Button>
          </>
        ) : (
          <TrashButtons selected={selected} />
        )}
      </div>
    </div>
  )
}

/** One press imports files; the menu also offers folders. */
function ImportButton() {
  const { intents } = useServices()
  const importFiles = () => intents.send({ type: 'choose-and-open' })
  return (
    <div className="gallery-import" role="group" aria-label={messages.importGroup}>
      <Button icon={<ImageDown size={15} />} onClick={importFiles}>
        {messages.importAction}
      </Button>
      <MenuButton
        label={messages.moreImportOptions}
        groups={[
          [
            { label: messages.files, command: 'file.import', run: importFiles },
            {
              label: messages.folder,
              command: 'file.import-folder',
              run: () => intents.send({ type: 'choose-folder' }),
            },
          ],
        ]}
      >
        <ChevronDown size={15} aria-hidden="true" />
      </MenuButton>
    </div>
  )
}

function TrashButtons({ selected }: { readonly selected: number }) {
  const { actions } = useGallery()
  const { intents } = useServices()
  const isEmpty = useGalleryView((view) => (view.ids?.length ?? 0) === 0)
  const report = (error: unknown) => intents.send({ type: 'report', error })
  return (
    <>
      <Button
        icon={<RotateCcw size={15} />}
        disabled={selected === 0}
        onClick={() => void actions.restore(actions.chosen()).catch(report)}
      >
        {messages.restore}
      </Button>
      <Button
        icon={<Trash2 size={15} />}
        disabled={selected === 0}
        onClick={() => actions.askToPurge(actions.chosen())}
      >
        {messages.deletePermanently}
      </Button>
      <Button variant="quiet" disabled={isEmpty} onClick={() => actions.askToPurge(actions.order().slice())}>
        {messages.emptyTrash}
      </Button>
    </>
  )
}
