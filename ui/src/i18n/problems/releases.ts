import { words } from '../words';

/** What is said of releases, and of one that is tried beside the one that answers. */
export const releases = words(
  {
    release_not_found: 'There is no such release. Load the page again: the list shows what there is.',
    not_comparable: 'These two were not asked the same questions of the same manuals. Measure both again.',
    tracker_unreachable:
      'What keeps releases (MLflow) does not answer. Questions are answered all the same; try again later.',
    rollout_running: 'A release is being tried already, and there is one trial at a time. End it first.',
    trained_model_not_found: 'No model that was trained here is in production: what ships with Paillasse is used.',
    rollout_not_found: 'No release is being tried. Perhaps the trial ended by itself: load the page again.',
  },
  {
    release_not_found: 'Cette version n’existe pas. Rechargez la page : la liste montre ce qu’il y a.',
    not_comparable:
      'Ces deux versions n’ont pas été interrogées sur les mêmes questions et les mêmes manuels. Mesurez-les de nouveau.',
    tracker_unreachable:
      'Ce qui conserve les versions (MLflow) ne répond pas. Les questions reçoivent quand même réponse ; réessayez plus tard.',
    rollout_running: 'Une version est déjà à l’essai, et il n’y a qu’un essai à la fois. Terminez-le d’abord.',
    trained_model_not_found: 'Aucun modèle entraîné ici n’est en service : celui fourni avec Paillasse est utilisé.',
    rollout_not_found:
      'Aucune version n’est à l’essai. L’essai s’est peut-être terminé de lui-même : rechargez la page.',
  },
);
