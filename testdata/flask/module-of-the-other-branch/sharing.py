from shared import LATER
