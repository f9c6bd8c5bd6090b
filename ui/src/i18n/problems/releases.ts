import { words } from '../words';

/** A release that is tried beside the one that answers. */
export const releases = words(
  {
    rollout_running: 'A release is being tried already, and there is one trial at a time. End it first.',
    trained_model_not_found: 'No model that was trained here is in production: what ships with Paillasse is used.',
    rollout_not_found: 'No release is being tried. Perhaps the trial ended by itself: load the page again.',
  },
  {
    rollout_running: 'Une version est déjà à l’essai, et il n’y a qu’un essai à la fois. Terminez-le d’abord.',
    trained_model_not_found:
      'Aucun modèle entraîné ici n’est en service : celui fourni avec Paillasse est utilisé.',
    rollout_not_found:
      'Aucune version n’est à l’essai. L’essai s’est peut-être terminé de lui-même : rechargez la page.',
  },
);
