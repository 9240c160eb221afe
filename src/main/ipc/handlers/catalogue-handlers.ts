import { referenceExtension } from '../../../shared/domain/named-reference.ts'
import * as messages from '../../../shared/messages/en/dialogs.ts'
import { isRanking } from '../../../shared/search/index.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'
import { forward } from '../forward.ts'

const exported = { title: messages.exportReference, kind: messages.references, extension: referenceExtension }

export function createCatalogueHandlers({
  services,
  desktop,
}: HandlerContext): HandlersOf<'catalogue' | 'collections' | 'references' | 'threads'> {
  const catalogue = async () => (await services()).assets
  const meaning = async () => (await services()).meaning()
  const collections = async () => (await catalogue()).collections
  const references = async () => (await catalogue()).references
  const threads = async () => (await catalogue()).threads

  return {
    'catalogue.find': async ({ sort, isStacked, withShapes, ...scope }) => {
      const byMeaning = isRanking(scope.query) ? await (await meaning()).find(scope) : null
      return byMeaning ?? (await catalogue()).search.find(scope, { sort, isStacked, withShapes })
    },
    'catalogue.newest': async ({ section, limit }) => (await catalogue()).search.newest(section, limit),
    'catalogue.stack': async ({ id, ...scope }) => ({ ids: await (await catalogue()).search.stack(id, scope) }),
    'catalogue.facets': async (scope) => (await catalogue()).search.facets(scope),
    'catalogue.suggest': async ({ query, at }) => (await catalogue()).search.suggest(query, at),
    'catalogue.mark': async ({ ids, change }) => (await catalogue()).annotations.change(ids, change),
    'catalogue.undoMark': async ({ undoId }) => (await catalogue()).annotations.undo(undoId),
    'catalogue.tags': async () => (await catalogue()).annotations.tags(),
    'catalogue.renameTag': async ({ from, to }) => (await catalogue()).annotations.renameTag(from, to),
    'catalogue.removeTag': async ({ name }) => (await catalogue()).annotations.removeTag(name),
    'catalogue.lineage': async ({ id }) => (await catalogue()).relations.lineage(id),
    'catalogue.uses': async ({ id }) => (await catalogue()).relations.uses(id),
    'catalogue.similar': async ({ id, limit }) =>
      (await (await meaning()).similar(id, limit)) ?? (await catalogue()).similarity.find(id, limit),
    'catalogue.duplicates': async (wanted, { signal }) =>
      wanted.type === 'content'
        ? (await meaning()).duplicates(wanted.minLikeness, signal)
        : (await catalogue()).similarity.duplicates(wanted.maxDistance),
    'catalogue.details': async ({ id }) => (await catalogue()).records.details(id),
    ...forward('collections', collections, 'list', 'create'),
    'collections.holding': async ({ ids }) => ({ ids: await (await collections()).holding(ids) }),
    'collections.change': async ({ id, ...change }) => (await collections()).change(id, change),
    'collections.remove': async ({ id }) => (await collections()).remove(id),
    'collections.restore': async ({ id }) => (await collections()).restore(id),
    'collections.add': async ({ id, ids }) => ({ added: await (await collections()).add(id, ids) }),
    'collections.takeOut': async ({ id, ids }) => ({ takenOut: await (await collections()).takeOut(id, ids) }),
    ...forward('threads', threads, 'list', 'steps', 'start', 'go', 'keepDraft', 'remove', 'restore'),
    ...forward('references', references, 'list', 'create'),
    'references.change': async ({ id, change }) => (await references()).change(id, change),
    'references.remove': async ({ id }) => (await references()).remove(id),
    'references.restore': async ({ id }) => (await references()).restore(id),
    'references.chooseAndExport': async ({ id }, { windowId, signal }) => {
      const service = await references()
      const name = (await service.list()).find((reference) => reference.id === id)?.name ?? messages.referenceName
      const path = await desktop.chooseTarget(windowId, { ...exported, name })
      if (path === null) return null
      await service.exportTo(id, path, signal)
      return { path }
    },
    'references.chooseAndImport': async (_input, { windowId, signal }) => {
      const path = await desktop.chooseReference(windowId)
      return path === null ? null : (await references()).importFrom(path, signal)
    },
  }
}

export function createVisionHandlers({ services }: HandlerContext): HandlersOf<'vision'> {
  const queue = async () => (await services()).descriptionQueue()
  return {
    'vision.index': async () => (await (await services()).meaning()).index(),
    'vision.map': async ({ knownRevision }) => (await (await services()).map()).load(knownRevision),
    'vision.rebuildMap': async () => {
      await (await (await services()).map()).rebuild()
      return null
    },
    'vision.pauseMap': async ({ isPaused }) => {
      ;(await (await services()).map()).setPaused(isPaused)
      return null
    },
    'vision.models': async () => {
      const { models, refused, gpu } = await (await services()).visionModels()
      return { models: [...models], gpu, refused: refused.map(({ path, error }) => ({ path, reason: error.message })) }
    },
    'vision.prepareObjects': async ({ id }, { signal }) => {
      const objects = await (await services()).objects()
      await objects.prepare(id, await objects.model(), signal)
      return null
    },
    'vision.findObject': async ({ id, ...prompt }, { signal }) => {
      const objects = await (await services()).objects()
      return objects.find(id, prompt, await objects.model(), signal)
    },
    'vision.findByWords': async ({ id, words }, { signal }) => {
      const detection = await (await services()).detection()
      return { objects: [...(await detection.find(id, words, await detection.model(), signal))] }
    },
    'vision.findSubject': async ({ id }, { signal }) => ({
      maskPng: await (await (await services()).backgrounds()).findSubject(id, signal),
    }),
    'vision.removeBackground': async ({ id, background }, { signal }) => {
      const backgrounds = await (await services()).backgrounds()
      const made = await backgrounds.remove({ id, background }, await backgrounds.model(), signal)
      return { id: made.id }
    },
    'vision.makeControl': async ({ id, kind }, { signal }) => {
      const made = await (await (await services()).controls()).make(id, { kind }, signal)
      return { id: made.id }
    },
    'vision.description': async ({ id }) => ({ found: await (await services()).assets.descriptions.find(id) }),
    'vision.describe': async ({ id }, { signal }) => {
      const descriptions = await (await services()).descriptions()
      return descriptions.ofImage(await descriptions.model(), id, signal)
    },
    'vision.clearDescriptions': async ({ ids }) => {
      await (await services()).assets.descriptions.clear(ids)
      return null
    },
    'vision.queueDescriptions': async ({ ids }) => ({ added: await (await queue()).add(ids ?? 'all') }),
    'vision.descriptionRun': async () => (await services()).descriptionRun(),
    'vision.steerDescriptions': async ({ to }) => {
      await (await queue())[to]()
      return null
    },
  }
}
