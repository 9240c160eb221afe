export { createTour, type TourWorld } from './create-tour.ts'
export { TourCallout } from './tour-callout.tsx'
