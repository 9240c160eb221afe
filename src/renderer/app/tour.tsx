import { useState, type ReactNode } from 'react'
import { createTour } from '../features/tour/create-tour.ts'
import { TourCallout } from '../features/tour/tour-callout.tsx'
import type { AppModel } from './create-app-model.ts'
import { createTourWorld } from './create-tour-world.ts'

/** The tour through this window, from where it was left. */
export function AppTour({ model }: { readonly model: AppModel }): ReactNode {
  const [tour] = useState(() => createTour(createTourWorld(model)))
  return <TourCallout tour={tour} />
}
