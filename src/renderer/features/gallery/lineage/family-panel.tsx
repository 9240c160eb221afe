import { CircleAlert, Expand, GitBranch, ListTree, Maximize2, RotateCcw, X, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'
import { useAsset, useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { useGallery } from '../gallery-context.ts'
import { branchFrom, isStep, repeatFamilyStep, showDescendants, viewMember } from './family-commands.ts'
import { FamilyTree } from './family-tree.tsx'
import { descendantsOf } from './family-walk.ts'
import './lineage.css'

/** An image's whole lineage, shown over the gallery. */
export function FamilyPanel({ id }: { readonly id: AssetId }) {
  const { family } = useGallery()
  const { lineage, layout, error } = useStore(family.store)
  const asset = useAsset(id)
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    if (layout !== null) panel.current?.querySelector<HTMLElement>('[role="tree"]')?.focus()
  }, [layout])
  return (
    <section ref={panel} className="family-panel" aria-label={messages.showLineage} data-part="over">
      <header className="family-bar">
        <h2>{messages.lineageOf({ name: asset?.name ?? '' })}</h2>
        {lineage && (
          <p>
            {messages.imageCount({ count: lineage.members.length })}
            {lineage.isCut && ` · ${messages.showingNearest}`}
          </p>
        )}
        <FamilyActions />
        <IconButton label={messages.closeLineage} command="family.close" onClick={() => family.close()}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      {error !== null && <FamilyTrouble error={error} />}
      {lineage && layout && <FamilyTree lineage={lineage} layout={layout} />}
      {lineage && lineage.members.length === 1 && <p className="family-alone">{messages.noRelatedImagesYet}</p>}
    </section>
  )
}

function FamilyTrouble({ error }: { readonly error: unknown }) {
  const { describeError } = useServices()
  const { family } = useGallery()
  const { title, text } = describeError(error)
  return (
    <EmptyState icon={<CircleAlert size={32} />} title={title} text={text}>
      <Button onClick={() => void family.load()}>{messages.tryAgain}</Button>
    </EmptyState>
  )
}

function FamilyActions() {
  const services = useServices()
  const { store, family } = useGallery()
  const { chosen, lineage } = useStore(family.store)
  const asset = useAsset(chosen)
  const descendants = chosen === null || lineage === null ? 0 : descendantsOf(chosen, lineage).length
  return (
    <div className="family-actions" role="toolbar" aria-label={messages.selectedImage}>
      <Button
        size="small"
        icon={<ListTree size={14} />}
        disabled={descendants === 0}
        onClick={() => chosen !== null && showDescendants(store, family, chosen)}
      >
        {describeDerived(descendants)}
      </Button>
      <Button
        size="small"
        icon={<GitBranch size={14} />}
        disabled={!asset || asset.trashedAtMs !== null || asset.isMissing}
        onClick={() => chosen !== null && branchFrom(services, family, chosen)}
      >
        {messages.branchFromHereLabel} <Kbd command="family.branch" />
      </Button>
      <Button
        size="small"
        icon={<RotateCcw size={14} />}
        title={messages.repeatStepHint}
        disabled={!isStep(asset ?? null)}
        onClick={() => chosen !== null && repeatFamilyStep(services, family, chosen)}
      >
        {messages.repeatStep}
      </Button>
      <Button
        size="small"
        icon={<Maximize2 size={14} />}
        disabled={chosen === null}
        onClick={() => chosen !== null && viewMember(services, store, family, chosen)}
      >
        {messages.openViewer} <Kbd command="family.view" />
      </Button>
      <IconButton label={messages.zoomOut} command="family.zoom-out" onClick={() => family.zoom(0.8)}>
        <ZoomOut size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.zoomIn} command="family.zoom-in" onClick={() => family.zoom(1.25)}>
        <ZoomIn size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.fitAll} command="family.whole" onClick={() => family.showAll()}>
        <Expand size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

function describeDerived(descendants: number): string {
  if (descendants === 0) return messages.noDerivedImages
  return messages.showDerivedImages({ count: descendants })
}
