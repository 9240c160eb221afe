import { CircleAlert, Images, Pause, Play } from 'lucide-react'
import { useEffect, type ReactNode, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { mapImagesMin } from '../../../../shared/domain/vision.ts'
import * as messages from '../../../../shared/messages/en/gallery-map.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { NoContentModel } from '../no-content-model.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { useGallery, useGalleryView } from '../gallery-context.ts'
import { createMapStore, type MapState, type MapStore } from './create-map-store.ts'
import './gallery-map.css'
import { MapSurface } from './map-surface.tsx'
import type { ShownQuery } from '../view/create-gallery-view.ts'
import { brightPoint, dimPoint, hiddenPoint, MapScene, type MapPoints } from './map-scene.ts'

/** The library as a map: images with similar content are close together. @param ids the images looked for */
export function GalleryMap({ ids }: { readonly ids: IdList }) {
  const { mapOf } = useGallery()
  const services = useServices()
  const map = mapOf(() => createMapStore(services))
  const state = useStore(map.store)
  const scene = useMapScene(map, ids)
  useEffect(() => map.watch(), [map])
  const hasMap = state.points.ids.length > 0
  return (
    <div className="gallery-section" data-layout="map">
      {!hasMap && <NoMap map={map} state={state} />}
      {hasMap && scene !== null && scene.points.ids.length > 0 && <MapSurface map={map} scene={scene} />}
      {hasMap && <MapStatus map={map} state={state} />}
    </div>
  )
}

interface MapProps {
  readonly map: MapStore
  readonly state: MapState
}

/** Why there is no map yet, and what to do. */
function NoMap({ map, state: { info, work, error } }: MapProps) {
  const { describeError } = useServices()
  const isIndexed = useSettings((each) => each.indexesByMeaning)
  if (error !== null || work.problem !== null) {
    const text = error === null ? work.problem : describeError(error).text
    return (
      <EmptyState icon={<CircleAlert size={32} />} title={messages.mapFailed} text={text}>
        <RebuildButton map={map} label={messages.tryAgain} />
      </EmptyState>
    )
  }
  if (info === null) return <div className="gallery-loading" role="status" aria-label={messages.loadingMap} />
  if (info.model === null) return <NoContentModel title={messages.noMapModel} text={messages.noMapModelText} />
  const icon = <Images size={32} strokeWidth={1.5} />
  if (info.total < mapImagesMin) {
    const text = messages.tooFewImagesText({ min: mapImagesMin })
    return <EmptyState icon={icon} title={messages.tooFewImages} text={text} />
  }
  if (info.embedded < mapImagesMin) {
    const text = (isIndexed ? messages.analyzedSoFar : messages.analyzingPausedText)(info)
    return <EmptyState icon={icon} title={messages.analyzingImages} text={text} />
  }
  return (
    <EmptyState icon={icon} title={work.isPaused ? messages.computingPaused : messages.computingMap}>
      <Progress map={map} work={work} />
    </EmptyState>
  )
}

/** What is still being done for the map, over its corner. */
function MapStatus({ map, state: { info, work, error } }: MapProps) {
  const { describeError } = useServices()
  const problem = error === null ? work.problem : describeError(error).text
  const isGrowing = info !== null && info.model !== null && info.embedded < info.total
  if (problem === null && work.progress === null && !isGrowing) return null
  return (
    <div className="gallery-map-status">
      {problem !== null && (
        <Line>
          <span role="alert">{problem}</span>
          <RebuildButton map={map} label={messages.tryAgain} />
        </Line>
      )}
      {work.progress !== null && (
        <Line>
          <span>{work.isPaused ? messages.computingPaused : messages.computingMap}</span>
          <Progress map={map} work={work} />
        </Line>
      )}
      {isGrowing && <Line>{messages.analyzedSoFar(info)}</Line>}
    </div>
  )
}

function Line({ children }: { readonly children: ReactNode }) {
  return <div className="gallery-map-line">{children}</div>
}

function Progress({ map, work }: { readonly map: MapStore; readonly work: MapState['work'] }) {
  const { intents } = useServices()
  const { isPaused, progress } = work
  const toggle = () => {
    map.setPaused(!isPaused).catch((error: unknown) => intents.send({ type: 'report', error }))
  }
  return (
    <div className="gallery-map-progress">
      <ProgressBar label={messages.computingMap} value={progress} />
      <IconButton size="small" label={isPaused ? messages.resume : messages.pause} onClick={toggle}>
        {isPaused ? <Play size={14} aria-hidden="true" /> : <Pause size={14} aria-hidden="true" />}
      </IconButton>
    </div>
  )
}

function RebuildButton({ map, label }: { readonly map: MapStore; readonly label: string }) {
  const { intents } = useServices()
  const rebuild = async () => {
    await map.rebuild()
    await map.load()
  }
  return (
    <Button onClick={() => void rebuild().catch((error: unknown) => intents.send({ type: 'report', error }))}>
      {label}
    </Button>
  )
}

/** Of a frame; the rest of it is for drawing. */
const sliceMs = 6

/** The scene of the current map and search; while the next one is built, the previous one; null before the first. */
function useMapScene(map: MapStore, ids: IdList): MapScene | null {
  const points = useStore(map.store, (state) => state.points)
  const query = useGalleryView((view) => view.query)
  const [scene, setScene] = useState<MapScene | null>(null)
  const isFiltered = isNarrowed(query)
  const frame = useRef(0)
  useEffect(() => {
    const next = new MapScene(points, statesOf(points, ids, isFiltered))
    const steps = next.build()
    const work = () => {
      const untilMs = performance.now() + sliceMs
      while (performance.now() < untilMs) {
        if (steps.next().done) return setScene(next)
      }
      frame.current = requestAnimationFrame(work)
    }
    frame.current = requestAnimationFrame(work)
    return () => cancelAnimationFrame(frame.current)
  }, [points, ids, isFiltered])
  return scene
}

/** Whether only some images of the library are looked for. */
function isNarrowed({ query, collectionId, likeId, madeFromId }: ShownQuery): boolean {
  return query !== '' || collectionId !== null || likeId !== null || madeFromId !== null
}

/** Images that were looked for are bright and the others dim; of the whole library, others are gone. */
function statesOf(points: MapPoints, ids: IdList, isFiltered: boolean): Uint8Array {
  const states = new Uint8Array(points.ids.length).fill(isFiltered ? dimPoint : hiddenPoint)
  for (const id of ids) {
    const point = points.indexOf.get(id)
    if (point !== undefined) states[point] = brightPoint
  }
  return states
}
