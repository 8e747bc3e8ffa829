"""Programs of the user under the microscope: nothing is expected, all is seen."""
