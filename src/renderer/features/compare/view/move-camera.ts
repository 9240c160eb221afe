import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { CompareState, CompareStore } from '../create-compare-store.ts'
import { fitted, type Camera } from './camera.ts'

export function cameraOf({ isLinked, camera, ownCameras }: CompareState, id: AssetId): Camera {
  return isLinked ? camera : (ownCameras.get(id) ?? camera)
}

/** Moves all cameras if they are linked, otherwise this one. */
export function moveCamera(store: CompareStore, id: AssetId, camera: Camera): void {
  const state = store.getState()
  if (state.isLinked) store.setState({ camera })
  else store.setState({ ownCameras: new Map([...state.ownCameras, [id, camera]]) })
}

export function fitAll(store: CompareStore): void {
  store.setState({ camera: fitted, ownCameras: new Map() })
}

/** Toggles linking; when relinked, all follow the selected image. */
export function toggleLink(store: CompareStore): void {
  const state = store.getState()
  const leading = state.chosen === null ? state.camera : cameraOf(state, state.chosen)
  if (state.isLinked) store.setState({ isLinked: false, ownCameras: new Map() })
  else store.setState({ isLinked: true, camera: leading })
}
